-- Question : Que vaut chaque indicateur du catalogue, pour chaque entité ?
-- Grain    : une ligne par mutuelle et année (exercice), par entité (entite_situee), par indicateur, entité
--            et année (mesure)
-- Une mutuelle est attendue chaque année de sa vie, qu'elle ait répondu ou non.
create view exercice as
with

fins as (
    select
        organisme_id,
        year(min(fin_de(date_debut))) as annee_fin
    from organisme_statut
    where statut_juridique in ('dissoute', 'fusionnee')
    group by organisme_id
),

annees as (
    select distinct annee
    from organisme_exercice
),

attendus as (
    select
        mutuelle.organisme_id,
        annees.annee,
        mutuelle.source_id,
        mutuelle.nature
    from mutuelle_situee as mutuelle
    cross join annees
    left join fins
        on mutuelle.organisme_id = fins.organisme_id
    where
        est_enquetee(mutuelle.type_organisme)
        and coalesce(year(debut_de(mutuelle.date_creation)) <= annees.annee, true)
        and coalesce(annees.annee <= fins.annee_fin, true)
)

select
    rendu.* exclude (organisme_id, annee, source_id, nature, ligne),
    attendus.organisme_id,
    attendus.annee,
    rendu.organisme_id is not null as est_renseigne,
    precedent.nb_adherents as nb_adherents_n1,
    precedent.nb_beneficiaires as nb_beneficiaires_n1,
    precedent.reserves_fcfa as reserves_fcfa_n1,
    (rendu.nb_beneficiaires + precedent.nb_beneficiaires) / 2 as nb_beneficiaires_moyen,
    coalesce(rendu.source_id, attendus.source_id) as source_id,
    coalesce(rendu.nature, attendus.nature) as nature
from attendus
left join organisme_exercice as rendu
    on attendus.organisme_id = rendu.organisme_id and attendus.annee = rendu.annee
left join organisme_exercice as precedent
    on attendus.organisme_id = precedent.organisme_id and attendus.annee - 1 = precedent.annee;

comment on view exercice is
'Une ligne par mutuelle et par année de sa vie, avec son exercice, vide si elle n''a pas répondu';

create view entite_situee as
select
    'organisme' as entite,
    organisme_id as entite_id,
    nom,
    type_organisme,
    cast(null as VARCHAR) as type_etablissement,
    cast(null as VARCHAR) as niveau_soins,
    cast(null as VARCHAR) as relation,
    cast(null as VARCHAR) as statut,
    siege_commune as commune,
    region_code,
    district_code
from organisme_situe
union all
select
    'centre' as entite,
    centre_id as entite_id,
    nom,
    type_organisme,
    type_etablissement,
    niveau_soins,
    relation,
    statut_operationnel as statut,
    coalesce(commune, ville) as commune,
    region_code,
    district_code
from centre_situe
union all
select
    niveau as entite,
    territoire_code as entite_id,
    nom,
    null as type_organisme,
    null as type_etablissement,
    null as niveau_soins,
    null as relation,
    null as statut,
    null as commune,
    region_code,
    district_code
from territoire
union all
select
    'com' as entite,
    contrat.com_id as entite_id,
    organisme.nom,
    organisme.type_organisme,
    null as type_etablissement,
    null as niveau_soins,
    null as relation,
    null as statut,
    organisme.siege_commune as commune,
    organisme.region_code,
    organisme.district_code
from com_contrat as contrat
left join organisme_situe as organisme
    on contrat.organisme_id = organisme.organisme_id
union all
select
    'com_indicateur' as entite,
    indicateur.indicateur_id as entite_id,
    organisme.nom,
    organisme.type_organisme,
    null as type_etablissement,
    null as niveau_soins,
    null as relation,
    null as statut,
    organisme.siege_commune as commune,
    organisme.region_code,
    organisme.district_code
from com_indicateur as indicateur
inner join com_objectif as objectif
    on indicateur.objectif_id = objectif.objectif_id
inner join com_axe as axe
    on objectif.axe_id = axe.axe_id
inner join com_contrat as contrat
    on axe.com_id = contrat.com_id
left join organisme_situe as organisme
    on contrat.organisme_id = organisme.organisme_id
union all
select
    'projet' as entite,
    projet.projet_id as entite_id,
    organisme.nom,
    organisme.type_organisme,
    null as type_etablissement,
    null as niveau_soins,
    null as relation,
    null as statut,
    organisme.siege_commune as commune,
    organisme.region_code,
    organisme.district_code
from projet
left join organisme_situe as organisme
    on projet.organisme_id = organisme.organisme_id;

comment on view entite_situee is
'Une ligne par organisme, centre, territoire, COM, indicateur de COM ou projet : son nom, son lieu, son type';

-- Remplies à la construction par les fichiers de queries/mesures.
create table mesure_sorte (
    indicateur_id VARCHAR not null,
    entite VARCHAR not null,
    agregation VARCHAR not null,
    unite VARCHAR not null
);

comment on table mesure_sorte is
'Une ligne par indicateur calculé : sur quelle entité, et comment il s''agrège';

create table mesure (
    indicateur_id VARCHAR not null,
    entite VARCHAR not null,
    entite_id VARCHAR not null,
    annee INTEGER,
    numerateur DOUBLE,
    denominateur DOUBLE,
    est_masque BOOLEAN not null,
    source_id VARCHAR,
    nature VARCHAR
);

comment on table mesure is
'Une ligne par indicateur, entité et année (NULL : état de l''édition) : numérateur et dénominateur';

-- Une somme ou un ratio ne se fait que des entités dont le numérateur et le dénominateur sont connus ;
-- « agregation » est la même pour tout le groupe.
create macro valeur_de_groupe(agregation, est_connue, numerateur, denominateur, valeur) as
case
    when any_value(agregation) = 'mediane' then median(valeur)
    when any_value(agregation) = 'ratio' or count(denominateur) filter (where est_connue) > 0
        then
            sum(numerateur) filter (where est_connue)
            / nullif(sum(denominateur) filter (where est_connue), 0)
    else sum(numerateur) filter (where est_connue)
end;

-- Tout ce qu'une page additionne, sur une ligne ; rangé par indicateur et année à la construction.
create view mesure_situee as
select
    mesure.indicateur_id,
    mesure.annee,
    mesure.entite,
    mesure.entite_id,
    sorte.agregation,
    mesure.numerateur,
    mesure.denominateur,
    mesure.est_masque,
    mesure.source_id,
    mesure.nature,
    entite.nom,
    entite.type_organisme,
    entite.type_etablissement,
    entite.niveau_soins,
    entite.relation,
    entite.statut,
    entite.commune,
    entite.region_code,
    entite.district_code,
    mesure.numerateur is not null
    and (mesure.denominateur is not null or sorte.agregation <> 'ratio') as est_connue,
    case
        when mesure.denominateur is null and sorte.agregation <> 'ratio' then mesure.numerateur
        else mesure.numerateur / nullif(mesure.denominateur, 0)
    end as valeur
from mesure
inner join mesure_sorte as sorte
    on mesure.indicateur_id = sorte.indicateur_id
left join entite_situee as entite
    on mesure.entite = entite.entite and mesure.entite_id = entite.entite_id
order by mesure.indicateur_id asc, mesure.annee asc, mesure.entite_id asc;

comment on view mesure_situee is
'Une ligne par indicateur, entité et année : sa mesure, sa valeur, et ce qui permet de la grouper';

-- Les mêmes, rangées par entité : une fiche ou une comparaison n'en lit que quelques-unes.
create view mesure_par_entite as
select *
from mesure_situee
order by entite_id asc, entite asc, indicateur_id asc, annee asc;

comment on view mesure_par_entite is
'Une ligne par indicateur, entité et année, comme mesure_situee, rangée par entité';

-- Toutes les mesures, ou celles d'entités choisies.
create macro mesures_de(entites) as table (
    select *
    from mesure_situee
    where entites is null
    union all by name
    select *
    from mesure_par_entite
    where entites is not null and entite_id in (select unnest(entites))
);

-- Ce que deux régions comparées disent, sans autre filtre.
create view mesure_de_region as
select
    indicateur_id,
    entite,
    region_code,
    annee,
    valeur_de_groupe(agregation, est_connue, numerateur, denominateur, valeur) as valeur,
    count(*) filter (where est_connue) as nb_valeurs,
    count(*) as nb_entites,
    bool_or(est_masque) as a_masque,
    string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
    string_agg(distinct nature, ' ; ' order by nature) as nature
from mesure_situee
where
    region_code is not null
    and (entite = 'region' or (entite in ('organisme', 'centre') and agregation <> 'aucune'))
group by indicateur_id, entite, region_code, annee;

comment on view mesure_de_region is
'Une ligne par indicateur, région et année : la valeur de toutes ses mutuelles ou de tous ses centres';
