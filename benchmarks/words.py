"""The words the invented lists are written with, beside the names in vocab.json."""

from __future__ import annotations

# fmt: off
TRADES = ("Solutions", "Systems", "Consulting", "Logistics", "Partners", "Group", "Technologies", "Media", "Design", "Foods", "Energy", "Industries", "Services", "Holdings", "Labs", "Software", "Analytics", "Capital", "Builders", "Dental", "Motors", "Insurance", "Realty", "Plumbing", "Marketing", "Robotics", "Health", "Studio", "Textiles", "Advisors")
_STEMS = ("Blue", "North", "Summit", "Green", "Bright", "Silver", "Pioneer", "Delta", "Apex", "Nova", "Urban", "Prime", "Global", "Metro", "Vertex", "Cedar", "Harbor", "Iron", "Lumen", "Atlas", "Quantum", "River", "Stone", "Crown", "Falcon", "Orion", "Maple", "Coastal", "Sierra", "Velocity")
BRANDS = _STEMS + tuple(stem + end for stem in _STEMS for end in ("soft", "tech", "works", "media", "line", "data", "hub"))
JOB_TITLES = ("CEO", "CTO", "CFO", "VP Sales", "Head of Marketing", "Marketing Manager", "Sales Manager", "Account Executive", "Software Engineer", "Operations Manager", "Director", "Office Manager", "HR Manager", "Buyer", "Consultant", "Owner", "Product Manager", "Analyst", "IT Manager", "Founder")
WHIMS = ("dragon", "sunny", "bluesky", "coolcat", "rocknroll", "gardener", "skier")
OWNERS = ("Ann Berger", "Ben Okafor", "Carla Ruiz")
STATUSES = ("New", "New", "New", "new", "Contacted", "contacted", "Qualified", "Open", "Nurture", "Unqualified", "Neu", "NEW LEAD")
NOTES = ("asked for a quote", "call after 3 pm", "met at the stand", "wants a demo\nsend times", "left a voicemail", "interested in the annual plan", "prefers e-mail", "budget next quarter", "- already a customer of a competitor", "spoke with the assistant", "no answer twice")
NEXT_ACTIONS = ("Send the price list", "Call back", "Book a demo", "Send revised proposal", "Ask who decides", "Share a case study")
CAMPAIGNS = ("Spring 2025", "Expo 2025", "Newsletter 14", "Search brand", "Search generic", "Partner webinar")
PRODUCTS = ("Starter", "Team", "Team Plus", "Enterprise", "Services")
INDUSTRIES = ("Retail", "Manufacturing", "Construction", "Health care", "Logistics", "Software", "Hospitality", "Education", "Legal", "Finance")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TAGS = ("vip", "newsletter", "expo; demo", "partner", "price sensitive", "renewal")
PLACEHOLDER_EMAILS = ("noemail@example.com", "none@none.com", "test@test.com", "na@na.com", "n/a", "-", "no@email.com", "unknown")
PLACEHOLDER_PHONES = ("000-000-0000", "0000000000", "1234567890", "999-999-9999", "n/a", "-", "none", "+1 111 111 1111", "0")
DOMAIN_TYPOS = {"gmail.com": ("gmial.com", "gmail.con", "gmai.com", "gnail.com", "gmail.co"), "hotmail.com": ("hotmial.com", "hotmail.con"), "yahoo.com": ("yaho.com", "yahoo.con"), "outlook.com": ("outlok.com",), "gmx.de": ("gmx.ed",)}
SIBLINGS = (("Daniel", "Danielle"), ("Paul", "Paula"), ("Mario", "Maria"), ("Eric", "Erica"), ("Jean", "Jane"), ("John", "Joan"), ("Carl", "Carla"), ("Christian", "Christina"), ("Juan", "Juana"), ("Denis", "Denise"), ("Simon", "Simone"), ("Julian", "Juliana"), ("Karen", "Karin"), ("Andrea", "Andrew"), ("Marc", "Mary"), ("Brian", "Bryan"), ("Tim", "Tom"), ("Anna", "Hanna"), ("Lena", "Lina"), ("Jan", "Jana"))
KEYS_BESIDE = dict(zip("qwertyuiopasdfghjklzxcvbnm", ("wa", "qe", "wr", "et", "ry", "tu", "yi", "uo", "ip", "ol", "qs", "ad", "sf", "dg", "fh", "gj", "hk", "jl", "ko", "xa", "zc", "xv", "cb", "vn", "bm", "nk"), strict=True))

# Written by hand and not taken from the list the product itself uses, so that a benchmark does not test a list against itself.
_NICKNAMES = """\
Robert:Rob,Bob,Bobby,Robbie William:Will,Bill,Billy,Liam Richard:Rick,Rich,Dick,Richie James:Jim,Jimmy,Jamie John:Jack,Johnny,Jon
Michael:Mike,Mick,Mickey Thomas:Tom,Tommy Charles:Charlie,Chuck,Chas Joseph:Joe,Joey Daniel:Dan,Danny Matthew:Matt Christopher:Chris,Kit Anthony:Tony
Steven:Steve Stephen:Steve Edward:Ed,Eddie,Ted,Ned Andrew:Andy,Drew Kenneth:Ken,Kenny Joshua:Josh Nicholas:Nick,Nicky Benjamin:Ben,Benny Samuel:Sam,Sammy
Gregory:Greg Alexander:Alex,Al,Sandy Patrick:Pat,Paddy Timothy:Tim Jeffrey:Jeff Ronald:Ron,Ronnie Donald:Don,Donnie Raymond:Ray Lawrence:Larry Gerald:Gerry,Jerry
David:Dave,Davey Douglas:Doug Frederick:Fred,Freddie Peter:Pete Philip:Phil Phillip:Phil Walter:Walt Zachary:Zach,Zack Nathan:Nate Nathaniel:Nate,Nat Jonathan:Jon,Jonny
Elizabeth:Liz,Beth,Betty,Eliza,Lizzie Margaret:Maggie,Peggy,Meg,Marge Katherine:Kate,Kathy,Katie,Kat Catherine:Cathy,Kate,Cat Kathryn:Kathy,Kate Jennifer:Jen,Jenny
Patricia:Pat,Patty,Tricia,Trish Deborah:Deb,Debbie Barbara:Barb,Babs Susan:Sue,Susie Rebecca:Becky,Becca Victoria:Vicky,Tori Samantha:Sam,Sammie Alexandra:Alex,Sandra,Lexi
Christina:Chris,Tina,Christy Christine:Chris,Chrissy Jessica:Jess,Jessie Stephanie:Steph Kimberly:Kim Pamela:Pam Cynthia:Cindy Sandra:Sandy Abigail:Abby,Gail Amanda:Mandy
Theresa:Terry,Tess Judith:Judy Jacqueline:Jackie Nicole:Nikki Michelle:Shelly Melissa:Mel,Missy Natalie:Nat Danielle:Dani Gabrielle:Gabby Dorothy:Dot,Dottie Frances:Fran,Frankie
Francisco:Paco,Pancho,Fran José:Pepe Ignacio:Nacho Eduardo:Edu,Lalo Guillermo:Memo,Guille Dolores:Lola Mercedes:Merche Rosario:Charo Antonio:Toni,Toño Manuel:Manolo,Manu
Johannes:Hans,Hannes Friedrich:Fritz Wilhelm:Willi Heinrich:Heinz Maximilian:Max Sebastian:Basti Katharina:Kathi,Käthe Elisabeth:Elli,Lisa Susanne:Susi Ursula:Uschi
Giuseppe:Beppe,Pino Giovanni:Gianni Francesco:Franco Luigi:Gigi Salvatore:Totò Frédéric:Fred Stéphane:Steph Philippe:Phil Dominique:Dom Jacobus:Koos,Jaap Cornelis:Kees Hendrik:Henk
Pieter:Piet Wilhelmina:Mina,Willemijn Luiz:Lula Leonardo:Leo Mohammed:Muhammad,Mohamed,Mohd,Md Krishna:Kris Venkatesh:Venky"""
# fmt: on
NICKNAMES: dict[str, tuple[str, ...]] = {
    name: tuple(short.split(",")) for name, short in (group.split(":") for group in _NICKNAMES.split())
}
