-- Question : Que veut dire un texte qu'un fichier donne pour un nombre, une date ou un oui / non ?
-- Grain    : macros ; chacune rend NULL quand le texte ne se lit pas
-- Les marques d'une réponse absente ; elles ne valent ni zéro ni une erreur.
-- (Une expression régulière : une liste « in » par colonne coûte cher à planifier.)
create macro est_absent(texte) as
regexp_full_match(upper(trim(texte)), '|ND|N/D|N\.D\.|NA|N/A|NSP|-|–|\?');

-- Un nombre écrit à la française (espaces, même fines ou insécables, entre les milliers ; virgule)
-- ou comme le fait un tableur.
create macro nombre_ecrit(texte) as
case
    when
        regexp_full_match(
            trim(texte), '[+-]?(\d*|\d{1,3}([ \x{A0}\x{2009}\x{202F}]\d{3})+)([.,]\d*)?([eE][+-]?\d{1,2})?'
        )
        then
            try_cast(
                replace(regexp_replace(trim(texte), '[ \x{A0}\x{2009}\x{202F}]', '', 'g'), ',', '.') as DOUBLE
            )
end;

-- Au-delà, un nombre ne garde plus toutes ses unités.
create macro lit_entier(nombre) as
case
    when nombre = floor(nombre) and abs(nombre) < 9007199254740992
        then cast(nombre as BIGINT)
end;

create macro lit_annee(nombre) as
case
    when nombre = floor(nombre) and nombre between 1000 and 9999
        then cast(nombre as INTEGER)
end;

create macro lit_booleen(texte) as
case
    when regexp_full_match(lower(trim(texte)), 'true|vrai|oui|yes|1') then true
    when regexp_full_match(lower(trim(texte)), 'false|faux|non|no|0') then false
end;

create macro lit_date(texte) as
case
    when regexp_full_match(trim(texte), '\d{4}-\d{2}-\d{2}([ T]00:00(:00)?)?')
        then try_cast(left(trim(texte), 10) as DATE)
    when regexp_full_match(trim(texte), '\d{1,2}/\d{1,2}/\d{4}')
        then cast(try_strptime(trim(texte), '%d/%m/%Y') as DATE)
end;

-- Une donnée qui désigne une personne : téléphone ivoirien, ou étranger (de 11 à 13 chiffres après un
-- « + », comme les écrivent les partenaires), ou adresse électronique.
create macro est_personnel(texte) as
regexp_matches(texte, '(^|[^0-9])(\+?225[ .-]?)?(01|05|07|21|25|27)([ .-]?\d{2}){4}($|[^0-9])')
or regexp_matches(texte, '\+([ .()-]*\d){11,13}($|[^0-9])')
or regexp_matches(texte, '[\w.+-]+@[\w-]+\.[a-zA-Z]{2,}');

create macro est_autre_monnaie(texte) as
regexp_matches(lower(texte), '(€|\$|£|\beur\b|\busd\b|euro|dollar)');

-- Le nom d'un territoire sans « Région de », « District autonome d' » ni article, pour le rapprocher.
create macro nom_territoire(texte) as
nom_simple(
    regexp_replace(
        lower(strip_accents(texte)),
        '^\s*((region|district|departement)\s+(autonome\s+)?)?'
        || '(de la |de l[''’]|du |des |de |d[''’]|la |le |les |l[''’])?',
        ''
    )
);
