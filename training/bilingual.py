"""Everyday German words and their English counterparts, written by hand: anchors for the map of vectors."""

WORDS = """
und and; oder or; aber but; nicht not; der the; die the; das that; den the; dem the; des of; ein a
eine a; einen a; einem a; einer a; ist is; sind are; war was; waren were; sei is; wäre would
habe has; hätte would; hat has; haben have; hatte had; hatten had; wird will; werden be; wurde was
wurden were; würde would; würden would; kann can; können can; konnte could; könnte could; könne can
muss must; müssen must; müsse must; müsste should; soll should; sollen should; sollte should
solle should; will wants; wollen want; wolle wants; wollte wanted; darf may; dürfen may; dürfe may
er he; sie she; es it; wir we; ich i; ihr her; sein his; seine his; seiner his; ihre their
ihrer their; sich himself; man one; wer who; was what; wo where; wann when; warum why; wie how
dass that; ob whether; wenn if; weil because; als than; da since; damit so; um to; zu to; zum to
zur to; von of; vom from; mit with; bei at; beim at; nach after; vor before; für for; gegen against
über about; unter under; auf on; aus from; in in; im in; an at; am at; durch through; ohne without
zwischen between; während during; seit since; bis until; wegen because; trotz despite
laut according; zufolge according; so so; auch also; noch still; schon already; nur only; sehr very
mehr more; weniger less; viel much; viele many; alle all; kein no; keine no; keinen no; jeder every
jede every; dieser this; diese this; dieses this; hier here; dort there; jetzt now; heute today
gestern yesterday; morgen tomorrow; immer always; nie never; wieder again; sagte said; sagt says
sagen say; gesagt said; erklärte explained; erklärt explains; erklären explain; teilte told
mitgeteilt announced; berichtete reported; berichtet reports; berichten report; meinte thought
betonte emphasized; betont emphasizes; forderte demanded; fordert demands; fordern demand
gefordert demanded; verlangte demanded; verlangt demands; kritisierte criticized
kritisiert criticized; lehnte rejected; ablehnen reject; abgelehnt rejected; kündigte announced
angekündigt announced; warnte warned; warnt warns; warf accused; bezeichnete called; nannte called
behauptete claimed; behauptet claims; bestätigte confirmed; bestätigt confirmed; glaubt believes
glaube believe; schrieb wrote; schreibt writes; äußerte expressed; erwartet expected; hofft hopes
vorgeschlagen proposed; bat asked; schlug suggested; fügte added; verwies referred
dementierte denied; wies rejected; räumte admitted; gab gave; gibt gives; geht goes; ging went
kommt comes; kam came; macht makes; machte made; steht stands; stand stood; sieht sees; sah saw
lassen let; stellen put; bleibt remains; bleiben remain; führt leads; nehmen take; finden find
gefunden found; regierung government; präsident president; minister minister; ministerin minister
kanzler chancellor; partei party; parteien parties; parlament parliament; wahl election
wahlen elections; sprecher spokesman; sprecherin spokeswoman; polizei police; staat state
staaten states; land country; länder countries; stadt city; leute people; menschen people
menschheit humanity; frau woman; frauen women; mann man; männer men; kinder children; kind child
jahr year; jahre years; jahren years; monat month; woche week; tag day; tage days; stunden hours
uhr clock; zeit time; welt world; krieg war; frieden peace; recht law; gesetz law; gericht court
richter judge; frage question; fragen questions; antwort answer; problem problem; probleme problems
grund reason; ziel goal; plan plan; vorschlag proposal; abkommen agreement; vertrag treaty
verhandlungen negotiations; gespräche talks; treffen meeting; bericht report; angaben statements
zeitung newspaper; unternehmen company; firma company; bank bank; geld money; euro euro
millionen million; milliarden billion; prozent percent; hilfe help; arbeit work; wirtschaft economy
opposition opposition; armee army; soldaten soldiers; opfer victims; tote dead; toten dead
angriff attack; anschlag attack; bürger citizens; bürgermeister mayor; vorsitzende chairman
vorsitzender chairman; experte expert; experten experts; wissenschaftler scientists
universität university; schule school; haus house; wasser water; straße street; deutschland germany
deutsche german; deutschen german; deutscher german; europa europe; europäische european
europäischen european; russland russia; russische russian; russischen russian; ukraine ukraine
amerikanische american; amerikanischen american; frankreich france; französische french
englisch english; britische british; britischen british; chinesische chinese; israelische israeli
türkei turkey; österreich austria; schweiz switzerland; italien italy; spanien spain; montag monday
dienstag tuesday; mittwoch wednesday; donnerstag thursday; freitag friday; samstag saturday
sonntag sunday; januar january; februar february; märz march; april april; mai may; juni june
juli july; august august; september september; oktober october; november november; dezember december
neu new; neue new; neuen new; alt old; groß large; große large; großen large; klein small; gut good
besser better; schlecht bad; wichtig important; möglich possible; notwendig necessary; richtig right
falsch wrong; stark strong; politisch political; politische political; politischen political
international international; internationale international; internationalen international
öffentlich public; erste first; ersten first; zweite second; zweiten second; letzte last
letzten last; andere other; anderen others; gleich same; eigene own; eigenen own; klar clear
offen open; frei free; sicher safe; eins one; zwei two; drei three; vier four; fünf five; sechs six
sieben seven; acht eight; neun nine; zehn ten; hundert hundred; tausend thousand
"""

PAIRS = tuple(
    (german, english)
    for line in WORDS.strip().splitlines()
    for german, english in [pair.split() for pair in line.split(";") if pair.strip()]
)
