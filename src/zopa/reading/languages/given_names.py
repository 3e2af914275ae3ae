"""Which gender a given name usually has: a hint for whom a pronoun means. Names cross languages."""

from __future__ import annotations

FEMALE = frozenset(
    """
    ada adele agnes agnieszka aisha alexandra alice alina alma amelie amina amira ana anastasia andrea anett
    angela angelika anja anita anke anna anne annegret annelie annette annika antje antonia ariane astrid
    audrey aylin aysel ayse barbara beate beatrice beatrix bettina bianca birgit birgitta brigitte britta
    camilla carina carla carmen carol caroline catherine catarina cecilia charlotte chantal christa christel
    christiane christina christine claire clara claudia constanze cordula cornelia dagmar daniela deborah
    diana dilek dora doris dorothea dorothee edda edeltraud edith elena eleonore elif elin elisa elisabeth
    elizabeth elke ella ellen elsa elvira emilia emily emine emma erika esra esther eva evelyn fatima fatma
    felicitas fiona florence franziska frauke frieda friederike gabriele gabriela gerda gerlinde gertrud
    gesine gisela gitta gloria grace greta gretchen gudrun hana hanna hannah hannelore harriet hatice hedwig
    heide heidi heidrun heike helen helena helene helga henriette henrike herta hilda hilde hildegard
    hillary ilka ilona ilse ina ines inga inge ingeborg ingrid irena irene iris irina irmgard isabel
    isabella isabelle jacqueline jana jane janet janina janine jasmin jeanne jennifer jenny jessica joanna
    johanna josefine josephine judith julia juliane julie jutta kaja kamala karen karin karina karla
    karoline katarina katarzyna kate katharina kathleen kathrin kathy katja katrin kerstin kim kirsten klara
    konstanze kristin kristina laila lara laura lea leila lena leni lenka leonie leyla lidia lieselotte
    lilli lilly linda lisa liz lore lotte louise lucia lucy ludmilla luise lydia maggie magda magdalena
    maike maja malu mandy manuela mara margaret margarete margarita margit margot margrethe maria mariana
    marianne marie marina marion marisol marit marlene marlies marta martha martina mary mathilde maud maya
    mechthild meike melanie melissa merle meryem mia michaela michelle milena mina mira miriam mona monika
    monique muriel nadia nadine nadja nancy naomi natalia natalie natascha nele nicola nicole nina nora nour
    olga olivia patricia paula pauline penny petra phyllis pia pilar polly priya rachel ramona rebecca
    regina regine renate rita ronja rosa rosemarie rosi roswitha roxana runa ruth sabina sabine sabrina
    sahra salma samira sandra sanna sara sarah saskia shirin sibylle sigrid silke silvia simone sina sinem
    sofia sofie sonja sophia sophie stefanie stella stephanie susan susanna susanne svenja svetlana sybille
    sylvia tabea tamara tanja tatjana teresa thekla theresa theresia tina traudl trude tulip ulla ulrike
    ursula uta ute valentina valerie vanessa vera verena veronika victoria viktoria violetta waltraud wanda
    wiebke wilma xenia yasmin yvette yvonne zeynep zoe zuzana
    """.split()
)
MALE = frozenset(
    """
    aaron abdullah abraham achim adam adolf adrian ahmad ahmed albert albrecht alex alexander alexej alexis
    alfons alfred ali alois amir anatol anders andre andreas andrei andrej andrew antal anthony anton
    antonio arjen armin arne arno arnold arthur artur august augustin aurel axel baptiste barack bashar
    basil bastian behzan benedikt benjamin bernard bernd bernhard bert berthold bill björn bob bogdan boris
    brian bruno burkhard can carl carlos carsten charles chris christian christoph christopher claus clemens
    conrad constantin cornelius dan daniel dariusz david denis dennis detlef detlev didier dieter dietmar
    dietrich dirk dmitri dmitrij dominik donald douglas eberhard eckart edgar edmund eduard edward egon ehud
    einar ekkehard elmar emil emmanuel emre enno enrico enrique eric erich erik ernst erwin eugen ewald
    fabian fabio falk felix ferdinand fergus fernando finn florian francis frank franz fred frederik
    friedbert friedhelm friedrich fritz gabor gary geoffrey georg george gerald gerd gerhard gernot gero
    giorgio giovanni giuseppe gordon götz gottfried gregor guido günter günther guntram gustav hakan hans
    harald harl harry hartmut hasan hassan hauke heiko heiner heinrich heinz hein helge helmut hendrik henk
    henning henri henry herbert hermann holger horst hubert hubertus hugo hussein ian ibrahim ignaz igor
    ilja ilmari immanuel ingo ismail ivan ivo jack jacob jacques jair jakob james jamal jan janek janis
    jared jaroslaw jason javier jean jeff jens jerome jerzy jim jiri joachim joe joel johan johann johannes
    john jon jonas jonathan jordan jorge jörg jorun josé josef joseph joshua juan julian julius jürgen juri
    justin kai kamil karim karl karsten kaspar keir keith kemal ken kenneth kevin khalid kilian klaas klaus
    knut konrad konstantin kurt lars laurent leif leo leon leonard leonhard levin lorenz lothar louis lucas
    ludger ludwig luis luiz lukas lutz magnus mahmud malte manfred manuel marc marcel marco marcus mario
    marius mark markus martin mathias mats matteo matthew matthias max maxim maximilian mehmet michael
    michail michel miguel mike mikhail mikael milan milo milos miroslav mohamed mohammad mohammed moritz
    muhammad murat mustafa nadim nathan nick nicolas niels nigel nikita niklas nikolai nikolaus nils norbert
    olaf olav ole oleg oliver olof omar orhan oskar osman otmar otto pablo patrick paul pavel pavle pawel
    pedro peer per pete peter petr philip philipp pierre piet piotr rafael rainer ralf ralph ramon ramzan
    raphael raymond recep reiner reinhard reinhold rené richard robert roberto robin rodrigo roger roland
    rolf roman ron ronald ruben rüdiger rudi rudolf rupert rustem sabri said salim salvador sam samuel
    sandro sascha scott sean sebastian selim serdar sergei sergej sergey sergio siegfried siegmar sigmar
    silvan silvio simon slobodan sören stanislaw stefan steffen stephan stephen steve steven sven svend
    taras tarek ted thabo theo theodor thilo thomas thorsten tibor till tim timo tobias todd tom tomas
    tomasz tony torben torsten tristan udo ulf uli ulrich ulli urs uwe václav vadim valentin valeri victor
    viktor vincent vladimir volker volodymyr waldemar walter walther werner wieland wilfried wilhelm willi
    william willy wladimir wolf wolfgang wolfram wolodymyr yannick yuri yves zoltan
    """.split()
)


def gender_of(name: str) -> str:
    """'m', 'f' or '' where a given name does not tell.

    >>> gender_of("Helene"), gender_of("Markus"), gender_of("Robin-Kim")
    ('f', 'm', 'm')
    """
    first = name.lower().split("-")[0]
    if first in FEMALE:
        return "f"
    if first in MALE:
        return "m"
    return "f" if len(first) > 3 and first.endswith("a") else ""
