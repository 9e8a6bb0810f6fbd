-- Question : De quoi les règles de queries/controles ont-elles besoin en commun ?
-- Grain    : macros, et une ligne par nom de lieu que porte une seule région
-- Ce que l'importation remplit avant les règles : la dernière édition publiée et le contrôle des points.
create schema if not exists precedente;

create table if not exists precedente.organisme as
select * from organisme
where false;

create table if not exists precedente.organisme_exercice as
select * from organisme_exercice
where false;

create table if not exists precedente.centre as
select * from centre
where false;

create table if not exists position_controle (
    objet VARCHAR,
    objet_id VARCHAR,
    region_trouvee VARCHAR,
    distance_km DOUBLE,
    est_en_mer BOOLEAN
);

comment on table position_controle is
'Une ligne par centre ou organisme qui a des coordonnées : où tombe son point';

-- La valeur d'un seuil de borne_controle ; NULL s'il n'y en a pas, et la règle ne dit alors rien.
create macro borne(code_regle, nom_borne) as (
    select any_value(valeur)
    from borne_controle
    where borne_controle.regle_code = code_regle and nom = nom_borne
);

-- Le premier et le dernier jour possibles d'une date dont on n'a parfois que l'année ou le mois.
create macro debut_de(texte) as
try_cast(texte || substr('0000-01-01', length(texte) + 1) as DATE);

create macro fin_de(texte) as
case
    when length(texte) = 10 then try_cast(texte as DATE)
    else last_day(try_cast(texte || substr('0000-12-01', length(texte) + 1) as DATE))
end;

-- Les mots d'un nom, sans accents ni petits mots, dans l'ordre de l'alphabet.
create macro mots_tries(texte) as
array_to_string(
    list_sort(
        list_filter(
            string_split_regex(
                replace(replace(strip_accents(lower(texte)), 'œ', 'oe'), 'æ', 'ae'), '[^a-z0-9]+'
            ),
            lambda mot: mot not in (
                '', 'a', 'au', 'aux', 'd', 'de', 'des', 'du', 'en', 'et', 'l', 'la', 'le', 'les'
            )
        )
    ),
    ' '
);

create macro est_mutuelle(type_organisme) as
type_organisme in (
    'mutuelle_sociale', 'groupement_assimile', 'union', 'federation', 'structure_faitiere'
);

-- Le rectangle qui contient le pays ; NULL tant qu'une coordonnée manque.
create macro dans_le_cadre(latitude, longitude) as
case
    when latitude is not null and longitude is not null
        then
            latitude between borne('C-5', 'latitude_min') and borne('C-5', 'latitude_max')
            and longitude between borne('C-5', 'longitude_min') and borne('C-5', 'longitude_max')
end;

-- Kilomètres entre deux points proches, sur une sphère (111,32 km par degré de latitude).
create macro km_entre(latitude_a, longitude_a, latitude_b, longitude_b) as
111.32 * sqrt(
    pow(latitude_a - latitude_b, 2)
    + pow((longitude_a - longitude_b) * cos(radians(latitude_a)), 2)
);

-- Les services sans lesquels un soin ne se fait pas.
create view soin_et_diagnostic as
select
    'tb_traitement' as soin,
    'tb_diagnostic' as diagnostic,
    'nb_tb_traites' as colonne
union all
select
    'arv' as soin,
    'depistage_vih' as diagnostic,
    'nb_sous_arv' as colonne
union all
select
    'palu_traitement' as soin,
    'palu_diagnostic' as diagnostic,
    'nb_palu_traites' as colonne;

comment on view soin_et_diagnostic is
'Une ligne par soin : le service de diagnostic qu''il suppose, et la colonne qui compte ce soin';

create view repere_unique as
select
    nom_simple(nom) as cle,
    any_value(region_code) as region_code
from repere
where region_code is not null
group by nom_simple(nom)
having count(distinct region_code) = 1;

comment on view repere_unique is
'Une ligne par nom de lieu qui n''est que dans une région, sans accents ni signes';
