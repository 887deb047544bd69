"""Other words for what is in a new book's lists, in English, German, French, Spanish, Italian, Portuguese, Dutch and Polish.

Only words that mean one entry and no other: "online" may be an advertisement or the website, and is missing.
"""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


# fmt: off
SOURCES: dict[str, tuple[str, ...]] = {
    "Website form": _words("contact form website, webseite kontaktformular, webseite formular, online formular, web formular, webformular, "
        "formulaire en ligne, formulaire site web, formulario online, formulario en linea, formulario do site, modulo online, online formulier, formularz online, web, website, web site, webform, web form, online form, contact form, contact us, contact page, site, homepage, inbound web, web lead, web inquiry, web enquiry, "
        "webseite, internetseite, kontaktformular, formular, site web, site internet, formulaire, formulaire de contact, formulaire web, sitio web, pagina web, formulario, formulario web, formulario de contacto, "
        "sito, sito web, modulo web, modulo di contatto, site da web, formulario de contato, contactformulier, webformulier, strona, strona www, strona internetowa, formularz, formularz kontaktowy"),
    "Phone call": _words("phone inbound, inbound phone, phone enquiry, phone inquiry, telefonisch, anruf telefon, telefon anruf, appel entrant, llamada entrante, chiamata in entrata, chamada recebida, inkomend gesprek, telefon przychodzacy, phone, call, telephone, inbound call, incoming call, phone in, phoned in, called in, telefon, anruf, telefonat, telephone call, appel, appel telephonique, par telephone, "
        "telefono, llamada, llamada telefonica, telefonata, chiamata, telefone, ligacao, chamada, telefoon, telefoontje, gebeld, rozmowa telefoniczna"),
    "Referral": _words("referrals, personal referral, referral word of mouth, empfehlung kunde, empfehlung kunden, recommande, recomendado, raccomandato, doorverwijzing, mond op mond, z polecenia, ref, referred, referral customer, customer referral, client referral, recommendation, word of mouth, wom, friend, empfehlung, weiterempfehlung, mundpropaganda, kundenempfehlung, "
        "recommandation, parrainage, bouche a oreille, recomendacion, referido, referencia, boca a boca, passaparola, raccomandazione, segnalazione, indicacao, recomendacao, aanbeveling, verwijzing, mond tot mond, polecenie, rekomendacja"),
    "Paid ads": _words("paid ads google, paid advertising, online ads, meta ads, instagram ads, tiktok ads, online werbung, google anzeigen, publicite payante, publicidad pagada, publicidade, annunci a pagamento, betaalde advertenties, platne reklamy, ads, ad, paid ad, paid, ppc, sem, paid search, paid social, google ads, adwords, google adwords, facebook ads, fb ads, linkedin ads, bing ads, advertising, advertisement, display, cpc, "
        "werbung, anzeige, anzeigen, publicite, pub, annonce, annonces, publicidad, anuncio, anuncios, pubblicita, annunci, anuncio pago, advertentie, advertenties, reklama, reklamy"),
    "Organic search": _words("organic, seo, google, google search, search, search engine, bing, organic google, suche, suchmaschine, google suche, organische suche, recherche, moteur de recherche, recherche organique, "
        "referencement, busqueda, busqueda organica, buscador, ricerca, ricerca organica, motore di ricerca, busca organica, pesquisa, zoekmachine, organisch zoeken, wyszukiwarka, wyniki organiczne"),
    "Social media": _words("socials, social media post, instagram dm, facebook messenger, linkedin message, linkedin dm, social media dm, medias sociaux, medios sociales, midias sociais, threads, bluesky, mastodon, social, facebook, fb, linkedin, linked in, instagram, ig, insta, twitter, x twitter, tiktok, youtube, xing, pinterest, whatsapp, soziale medien, soziale netzwerke, reseaux sociaux, reseau social, "
        "redes sociales, redes sociais, social network, sociale media, media spolecznosciowe"),
    "Trade show / event": _words("trade show, tradeshow, trade fair, fair, event, events, expo, exhibition, conference, conf, booth, webinar, seminar, messe, veranstaltung, kongress, konferenz, salon, foire, evenement, conference salon, "
        "feria, evento, congreso, fiera, eventi, feira, beurs, vakbeurs, evenement beurs, targi, wydarzenie, konferencja, "
        "event trade show, trade show event, event tradeshow, trade fair event, fair event, fachmesse, messe event, event messe, messe veranstaltung, messekontakt, messestand, ausstellung, salon professionnel, salon evenement, "
        "feria evento, feria comercial, exposicion, fiera evento, fiera campionaria, esposizione, mostra, feira evento, feira comercial, exposicao, congresso, beurs evenement, targi wydarzenie, wystawa, kongres"),
    "Walk-in": _words("walk ins, walk in customer, walk in store, showroom, ins geschaft gekommen, ladenkunde, passant, visite en magasin, visita al negozio, visita na loja, binnengelopen, wizyta w sklepie, walk in, walkin, walked in, store, store visit, shop, in store, in person, laufkundschaft, laden, ladengeschaft, passage, en magasin, visite, visita, tienda, visita en tienda, negozio, visita in negozio, loja, winkel, sklep"),
    "Cold outreach": _words("cold outreach email, outbound call, outbound email, cold contact, kalt akquise, appel a froid, chiamata a freddo, llamadas en frio, ligacao fria, koud bellen, zimny mailing, cold, cold call, cold calling, cold calls, cold email, cold e mail, outbound, outreach, prospecting, prospection, kaltakquise, akquise, kaltanruf, demarchage, prospection a froid, prospeccion, llamada en frio, "
        "puerta fria, contatto a freddo, prospezione, prospeccao, abordagem fria, koude acquisitie, cold acquisitie, zimny telefon, zimny kontakt"),
    "Partner": _words("partner reseller, partner channel, business partner, partner lead, fachhandler, handler, partenariat, socio de canal, partnera, partner handlowy, partners, partner referral, reseller, affiliate, channel, channel partner, distributor, agency partner, vertriebspartner, handelspartner, partenaire, revendeur, socio, socio comercial, distribuidor, revendedor, "
        "rivenditore, parceiro, wederverkoper, partnerem, dystrybutor"),
}

STATUSES: dict[str, tuple[str, ...]] = {
    "New": _words("open new, open not contacted, new lead, fresh, untouched, not contacted, uncontacted, unworked, not started, to contact, to do, neu, neuer lead, nouveau, nouvelle, a contacter, nuevo, nueva, sin contactar, nuovo, nuova, "
        "da contattare, novo, nova, nao contatado, nieuw, nieuwe lead, nowy, nowa, nowe"),
    "Contacted": _words("working contacted, attempted, attempted to contact, attempting, connected, working, in progress, reached, reached out, called, emailed, in contact, kontaktiert, in bearbeitung, angerufen, in kontakt, contacte, contactee, en cours, "
        "contactado, contactada, en proceso, contattato, contattata, in corso, contatado, em andamento, gecontacteerd, benaderd, in behandeling, skontaktowano, w kontakcie, w trakcie"),
    "Qualified": _words("sql, sales qualified, sales qualified lead, hot lead, opportunity ready, qualifiziert, qualifie, qualifiee, calificado, cualificado, calificada, qualificato, qualificata, qualificado, gekwalificeerd, zakwalifikowany, kwalifikowany"),
    "Nurture": _words("nurturing, nurtured, later, not now, on hold, paused, recycle, recycled, long term, warm up, keep warm, pflegen, spater, wiedervorlage, zuruckgestellt, a relancer, en attente, plus tard, en espera, mas adelante, "
        "in attesa, piu avanti, em espera, mais tarde, in de wacht, koesteren, pozniej, wstrzymany"),
    "Unqualified": _words("disqualified, not qualified, dead, dead lead, junk, junk lead, bad, bad lead, bad fit, spam, not interested, no interest, lost, lost lead, rejected, closed not converted, unqualifiziert, nicht qualifiziert, "
        "kein interesse, tot, verloren, non qualifie, pas interesse, perdu, no calificado, no cualificado, descalificado, no interesado, perdido, non qualificato, non interessato, perso, nao qualificado, desqualificado, "
        "nao interessado, niet gekwalificeerd, geen interesse, niezakwalifikowany, niezainteresowany, stracony"),
    "Converted": _words("won, closed won, customer, client, closed converted, became customer, converted to deal, konvertiert, kunde, gewonnen, gagne, converti, cliente, ganado, convertido, convertito, vinto, ganho, klant, "
        "geconverteerd, klient, wygrany, skonwertowany"),
}

STAGES: dict[str, tuple[str, ...]] = {
    "Qualified": _words("qualification, discovery, qualifizierung, qualifikation"),
    "Proposal Sent": _words("proposal, quote, quoted, quote sent, offer, offer sent, proposal price quote, proposal made, angebot, angebot versendet, devis, devis envoye, oferta, propuesta, propuesta enviada, offerta, proposta, offerte, oferta wyslana"),
    "Negotiation": _words("negotiating, negotiation review, in negotiation, verhandlung, negociation, negociacion, trattativa, negociacao, onderhandeling, negocjacje"),
    "Closed Won": _words("won, closedwon, closed won deal, win, signed, gewonnen, gagne, ganado, vinto, ganho, wygrany"),
    "Closed Lost": _words("lost, closedlost, closed lost deal, loss, verloren, perdu, perdido, perso, przegrany"),
}

RATINGS: dict[str, tuple[str, ...]] = {
    "Hot": _words("high, a, heiss, heiß, hoch, chaud, caliente, caldo, quente, heet, goracy"),
    "Warm": _words("medium, b, mittel, tiede, tibio, tiepido, morno, lauw, cieply"),
    "Cold": _words("low, c, kalt, niedrig, froid, frio, freddo, koud, zimny"),
}

LOST_REASONS: dict[str, tuple[str, ...]] = {
    "No budget": _words("budget, lack of budget, no money, kein budget, pas de budget, sin presupuesto"),
    "No authority": _words("authority, not decision maker, not the decision maker"),
    "No need": _words("need, not needed, kein bedarf, pas de besoin, sin necesidad"),
    "Bad timing": _words("timing, not now, wrong time, falscher zeitpunkt"),
    "Price": _words("too expensive, expensive, pricing, cost, zu teuer, preis, trop cher, prix, precio, caro"),
    "Chose a competitor": _words("competitor, competition, lost to competitor, went with competitor, wettbewerb, konkurrenz, concurrent, competencia"),
    "Missing feature": _words("feature, features, missing features, lack of features, missing functionality"),
    "No answer": _words("no response, unresponsive, ghosted, no reply, not reachable, keine antwort, nicht erreichbar, pas de reponse, sin respuesta"),
    "Bad contact details": _words("bad data, wrong number, invalid contact, bounced, bad email, invalid email, wrong contact"),
    "Other": _words("misc, miscellaneous, sonstiges, andere, autre, otro, altro, outro, overig, inne"),
}

ACTIVITY_TYPES: dict[str, tuple[str, ...]] = {
    "Call": _words("phone, phone call, telephone, anruf, telefonat, appel, llamada, chiamata, ligacao, telefoontje, rozmowa"),
    "Email": _words("e mail, mail, sent email, correo, courriel, posta"),
    "Meeting": _words("appointment, visit, termin, besprechung, treffen, reunion, rendez vous, riunione, reuniao, vergadering, afspraak, spotkanie"),
    "DM": _words("direct message, message, linkedin message, inmail, whatsapp, chat, nachricht"),
    "Demo": _words("demonstration, product demo, vorfuhrung, demostracion, dimostrazione"),
    "Note": _words("notes, comment, notiz, nota, notitie, notatka"),
    "Task": _words("todo, to do, aufgabe, tache, tarea, compito, tarefa, taak, zadanie"),
    "Status change": _words("status, statusanderung, changement de statut"),
    "File": _words("document, attachment, datei, fichier, archivo, documento, bestand, plik"),
}

YES_WORDS: frozenset[str] = frozenset(_words("yes, y, true, t, 1, x, ✓, ✔, ☑, ja, j, wahr, oui, vrai, si, s, verdadero, sim, vero, verdadeiro, waar, tak, prawda, do not contact, dnc, opt out, opted out, unsubscribed"))
NO_WORDS: frozenset[str] = frozenset(_words("no, n, false, f, 0, -, ☐, nein, falsch, non, faux, falso, nao, nee, onwaar, nie, falsz, ok to contact, opt in, opted in, subscribed"))
# fmt: on
