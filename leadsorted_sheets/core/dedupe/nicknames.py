"""Short and familiar forms of first names: the `nicknames` list (English, Apache-2.0), what it lacks, and other languages.

Loaded when first asked for, since most commands compare no names.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from leadsorted_sheets.core.dedupe.keys import folded

# fmt: off
_ENGLISH = """
agnes aggie | alexandra lexi | alfred alf,alfie | annabel bella | antonia toni | barbara barb | benjamin benji | carolyn carol,lyn
catherine kate,katie | charles chas,chaz,charley | charlotte charlie | christina kristina | christopher topher | clarissa clare
david davy | elizabeth ellie | evelyn evie | gabrielle gabi | george geo | georgina georgie,gina | isabel izzy | isabella izzy,isabel | isabelle izzy
james jas | jane janey | jeremy jerry,jem | jerome jerry | joseph jos | juliet jules | katherine katie,kat,kitty | kimberly kimmy | laura laurie | lewis lew
lillian lily | madeleine maddie,maddy | matilda mattie | mildred millie | morris mo | natalie nat | olivia liv,livvy | philippa pippa
prudence pru | rachel rach | robert robbie,bert | rosemary rosie | samantha sammie | sarah sal | stanley stan | stephen stevie
susan suzy | suzanne suzy | terrence terry | theresa terri | thomas thos | william liam,wm | winston win | yvonne vonnie
"""
_OTHER_LANGUAGES = """
alejandro ale,alex,jandro | alessandro ale,sandro,alex | alessandra ale,sandra | alexandre alex | alexandra alex,sandra,sasha
aleksander alek,olek,sasza | alexander alex,sascha,sasha,lex,xander,sander | alfonso fonso,poncho | alfredo fredo | amelie ami
andrzej jedrek | andreas andi,andy,andre | anna anni,anja,ania,anka,anya,annie | antonio toni,tonio,nino,tonino,tony
antoni antek,tolek | antoine toine | aurelie lili | barbara basia,babsi,barbel | bartholomaus bartl | beatriz bea,bia
bernardo berni,nardo | bernhard bernd,berni | carlos charly,carlitos | carolina caro,lina | caroline caro,line,carola
catalina cata,lina | catherine cathy,kathi,cat | cecilia ceci,cilla | charlotte lotte,lotta,charly,lotti | christian chris,kris
christoph chris,stoph,toph | christophe chris,tophe | claudia claudi | concepcion concha,conchita | consuelo chelo
cornelia conny,nelly,neele | cornelius cor,nelis,kees | daniela dani | daniel dani,danilo | dimitri dima,mitja | dmitri dima,mitya
dolores lola,loli | dominique domi,nique,dom | edeltraud traudl | eduardo edu,lalo,duda | ekaterina katya,katja,katia
elena lena,lenka | eleonora nora,ele,leonora | elisabetta betta,elisa,lisa | elisabeth elli,lisa,lisbeth,liesl,sissi,babette,elsbeth,betty,liz
elzbieta ela | emilia emi,milia | emmanuel manu | encarnacion encarna | enrico rico | enrique quique,kike,henry
erzsebet erzsi | esperanza espe | estefania estefi,fani | eugenio genio | evangelos vangelis | felipe pipe,lipe
ferdinand ferdi,nando | fernando nando,fer | francesca franca,fra,checca | francesco franco,checco,ciccio,cesco
francisco paco,pancho,curro,kiko,fran,chico,xico,quico | francisca paca,paqui,kika | francois fanfan | frederic fred,fredo
frederique fred | fredrik fredde | friedrich fritz,fred,friedel | friederike rike,riekchen,fritzi | gabriela gabi,gaby
gabriele gabi,gaby | gabriel gabi,gabo,gab | georg schorsch,jorg | gerardo gera | gerhard gerd,gert | gertrud trude,traudl,gerti
giacomo mino | giovanna vanna,gianna | giovanni gianni,vanni,nanni,gio | giuseppe beppe,peppe,pino,peppino | giuseppina pina,giusy
grazyna grazka | gregorio goyo | guadalupe lupe,lupita | guillaume gui,guigui | guillermo memo,guille,willy
gustavo gus,tavo | hannelore hanne,lore | heinrich heinz,heiner,hinnerk,henner | helena lena,hella | hendrik henk,rik
henrique rique | henryk heniek | herbert herbie | hildegard hilde,hilda | ignacio nacho | ignazio nazio
immaculada inma,macu | inmaculada inma,macu | irina ira | isabel isa,chabela,bel | isabella bella,isa | isabelle isa,belle
ivan vanya | jacek jacus | jacobus jaap,koos,jac,ko | jacqueline jacky,jackie | jadwiga jadzia | jakob jaki,kobi
jakub kuba | jan janek,jasiu | javier javi | jean-baptiste jb | jerome jay | jesus chus,chuy | joachim jochen,achim,jojo
joao joca | joaquim quim | joaquin quino,ximo | johanna hanna,jo,hanni,hanne | johannes hannes,hans,jannis,johan,jo
johann hans,hannes | joost joos | jorge coque | josef sepp,jupp,beppo,jos | josefa pepa,fina | josefina fina,pepa
josep pep | joseph jose,jo | jose pepe,chepe,ze,zeca | jozef jozek | juan juanito,juancho | julia juli,jule | karel kaja
karl kalle,charly | karoline caro,lina | katarina kata,kajsa | katarzyna kasia,kaska | katharina kathi,kathe,katja,katrin,trina
kerstin kersti | klaus klausi | konstantin kostja,kosta | konstantinos kostas,dinos | krzysztof krzysiek,krzys | lars lasse
leopold poldi,leo | leonardo leo,nardo | leonhard leo,hardy | lourdes lurdes | luca luchino | lucia luci,lucy,chia
ludwig lutz,wiggerl | luigi gigi,gino | luis lucho,luisito | luiz lula,luizinho | magdalena lena,magda,leni,malena
malgorzata gosia,malgosia,goska | manuel manu,manolo,lolo,manny | manuela manu,manoli | marcello cello | marcelo celo
margarethe grete,gretel,gretchen,marga,margret | margarita marga,rita,mago | marguerite margot | maria mari,mia,mariechen,marusya,masha
maria-jose mariajo | mariana mari,nana | marie-louise marilou | mario marietto | massimiliano massimo,max | mateusz mati
matthias matze,hias,mattes,thias | mattia matti | maurizio mauri | mauricio mauri,mau | maximilian max,maxi
maximiliano max,maxi | mechthild mecki | mercedes merche,meche | michael michi,micha,mischa,michel,mickey | michaela michi,ela
michal michas | michele michelino | miguel migue,miguelito | mikael micke | mikhail misha,mischa | mohammad mohd,moh,mo,md
mohammed muhammad,mohamed,mohammad,mohd,moh,mo,md | montserrat montse | natalia nat,nati,natasha | nathalie nat,nathi
nicolas nico,nicho | nicola nico,nicolino | nikolai kolja,kolya | nikolaos nikos | nikolaus niko,klaus,claus,nick
olga olya,olenka | olivier oli | oscar oski | paulo paulinho | pasquale lino | patricia pati,patty,trici | patrizia patty
pavel pasha | pawel pawelek | petra peti | petronella nel,nellie | philippe phil,philou | pieter piet,pete | piotr piotrek
pilar pili | pierre pierrot | purificacion puri | rafael rafa,raf | raffaele lello,raf | raimund mundi | ramon moncho
rebeca becky | reinhard reini | remedios reme | renate reni,nate | ricardo richi,rica,cardo | riccardo ricky,ricki
roberto beto,robi,berto | roberta robi,berta | rodrigo rodri | rosario charo,rosi | rosemarie rosi | rudolf rudi,rolf
salvatore toto,tore,salvo,turi | salvador salva,chava | sara sari | sebastian basti,seb,bastian,sebas,wastl | sebastiano seba
sebastien seb,bastien | sergei serjoscha,seryozha | sergio checo | siegfried sigi,siggi | sigrid siri | silvia silvi
simone mone | socorro coco | stanislaw staszek,stas | stefan steff,stefu,steve | stefania stefy,fania | stefanie steffi,steff
stephane steph | stephanie steph,steffi,fanny | susana susi,su | susanne susi,sanne,suse,susa | svetlana sveta
tatiana tanya,tania,tanja | teresa tere,resi,teresita | theodor theo,teddy | theodoros thodoris | theresia resi,thesi
therese resi | thomas thommy,tomi | tomasz tomek | tommaso tommi,maso | ulrich uli,ulli | ulrike uli,ulli,rike
ursula uschi,ulla,ursel | valentina vale,tina,valya | valerie val | veronika vroni,ronni | vicente chente | vincenzo enzo,cenzo
vincent vince | viktor vitya | vittorio vito | vladimir vlad,vova,volodya | volker volki | waldemar waldi | walburga burgi
walter walt | wilhelm willi,willy,wim,helmi | wilhelmina mina,mien,willemijn,wil | willem wim,pim,wil | wojciech wojtek
wolfgang wolfi,wolf,gangerl | xavier xavi | yevgeny zhenya | yolanda yoli | yuri yura | zbigniew zbyszek | zofia zosia
venkatesh venky,venkat | venkataraman venky,venkat | subramanian subbu,mani,subra | subramaniam subbu,mani,subra
krishna krish,kittu,kris | krishnan krish,kittu | lakshmi laxmi,lucky | rajesh raj,raju | rajendra raj,rajan,raju | srinivas srini,vasu
sridhar sri | ramakrishna rama,ramki | ravindra ravi | surendra suri | narendra naren | mahendra mahi | vijayakumar vijay
"""
_TWO_NAMES = frozenset((
    "andrea andrew", "jane jean", "brian bryan", "brian bryant", "hannah joan", "aaron erin", "lisa melissa", "rachel shelly", "patrick peter",
    "jack jacqueline", "amy emily", "amy amelia", "ana anna", "anna anne", "anna hannah", "anna annette", "deborah debra", "maria mary",
))  # fmt: skip
"""What the list takes for forms of one name, and what in a list of leads are two people, or a slip."""
# fmt: on


@dataclass(frozen=True, slots=True)
class Nicknames:
    """`formal[short]` are the names a short form stands for; `short[formal]` the short forms of a name."""

    short: Mapping[str, frozenset[str]]
    formal: Mapping[str, frozenset[str]]

    def __contains__(self, name: str) -> bool:
        return name in self.short or name in self.formal

    def meet(self, a: str, b: str) -> bool:
        """Whether two first names can be one: a short form and its name, or two short forms of one name.

        >>> nicknames().meet("bob", "robert"), nicknames().meet("bob", "rob"), nicknames().meet("bob", "jim")
        (True, True, False)
        """
        if b in self.short.get(a, ()) or a in self.short.get(b, ()):
            return True
        if self.is_full(a) and self.is_full(b):  # Robert and William are both Billy to somebody
            return False
        return bool(self.formal.get(a, _NONE) & self.formal.get(b, _NONE))

    def is_full(self, name: str) -> bool:
        """Whether a name has short forms of its own: it is then not merely short for another.

        >>> nicknames().is_full("robert"), nicknames().is_full("bob")
        (True, False)
        """
        return len(self.short.get(name, ())) > 2

    def forms(self, name: str) -> frozenset[str]:
        """Every other form of a name."""
        return self.short.get(name, _NONE) | self.formal.get(name, _NONE)


_NONE: frozenset[str] = frozenset()


@functools.cache
def nicknames() -> Nicknames:
    """The list. Read once."""
    from nicknames import name_triplets

    pairs = {(row.name1, row.name2) for row in name_triplets()}
    for entry in (_ENGLISH + _OTHER_LANGUAGES).replace("\n", "|").split("|"):
        if entry.strip():
            name, forms = entry.split()
            pairs |= {(folded(name), form) for form in forms.split(",")}
    short: dict[str, set[str]] = {}
    formal: dict[str, set[str]] = {}
    for name, form in pairs:
        if name != form and f"{name} {form}" not in _TWO_NAMES and f"{form} {name}" not in _TWO_NAMES:
            short.setdefault(name, set()).add(form)
            formal.setdefault(form, set()).add(name)
    return Nicknames(
        {name: frozenset(forms) for name, forms in short.items()},
        {form: frozenset(names) for form, names in formal.items()},
    )
