-- Question : Quelles étapes de son cycle de vie chaque mutuelle a-t-elle franchies, et d'après quoi ?
-- Grain    : une ligne par trace d'une étape (etape_connue) ; par mutuelle enquêtée et étape (etape_mutuelle)
-- Une étape est écrite dans les jalons, ou se lit dans une autre table : la fiche, les statuts, les
-- conventions signées, les centres ouverts. Rien n'est déduit d'une étape suivante.
create view partie_convention as
select
    convention.convention_id,
    nom_simple(unnest(string_split(convention.parties, ';'))) as partie_simple
from convention;

comment on view partie_convention is 'Une ligne par convention et par partie, au nom simplifié';

create view nom_organisme as
select
    organisme_id,
    nom_simple(nom) as nom_simple
from organisme
union
select
    organisme_id,
    nom_simple(sigle) as nom_simple
from organisme
where sigle is not null;

comment on view nom_organisme is 'Une ligne par organisme et par nom simplifié : le sien, et son sigle';

create view etape_connue as
select
    organisme_id,
    etape,
    date,
    'jalon' as origine_etape,
    document,
    source_id,
    nature
from jalon
union all
select
    organisme_id,
    'creation' as etape,
    date_creation as date,
    'organisme' as origine_etape,
    null as document,
    source_id,
    nature
from organisme
where date_creation is not null
union all
select
    organisme_id,
    case statut_juridique
        when 'constituee' then 'creation'
        when 'immatriculee' then 'immatriculation'
        else 'agrement'
    end as etape,
    -- le retrait d'un agrément ne dit pas quand il avait été accordé
    case when statut_juridique <> 'agrement_retire' then date_debut end as date,
    'organisme_statut' as origine_etape,
    reference_acte as document,
    source_id,
    nature
from organisme_statut
where statut_juridique in ('constituee', 'agreee', 'immatriculee', 'agrement_retire')
union all
select
    noms.organisme_id,
    'convention' as etape,
    convention.date_signature as date,
    'convention' as origine_etape,
    convention.parties as document,
    convention.source_id,
    convention.nature
from convention
inner join partie_convention
    on convention.convention_id = partie_convention.convention_id
inner join nom_organisme as noms
    on partie_convention.partie_simple = noms.nom_simple
union all
select
    organisme_id,
    'centre' as etape,
    date_ouverture as date,
    'centre' as origine_etape,
    nom as document,
    source_id,
    nature
from centre
where
    organisme_id is not null
    and relation in ('proprietaire', 'gestionnaire', 'reference')
    and statut_operationnel = 'ouvert';

comment on view etape_connue is
'Une ligne par trace d''une étape franchie : jalon, fiche, statut, convention ou centre ouvert';

-- La première fois compte. Une trace datée passe avant une autre ; à date égale, le jalon d'abord.
create view etape_mutuelle as
with

franchies as (
    select *
    from etape_connue
    qualify
        row_number() over (
            partition by organisme_id, etape
            order by
                date is null asc,
                origine_etape = 'jalon' desc,
                debut_de(date) asc,
                origine_etape asc,
                date asc,
                document asc
        ) = 1
),

etapes as (
    select
        code,
        ordre
    from code_liste
    where liste = 'etape_jalon'
),

derniers as (
    select
        organisme_id,
        last(statut_juridique order by date_debut asc nulls first, statut_juridique asc) as statut,
        last(date_debut order by date_debut asc nulls first, statut_juridique asc) as date_statut,
        last(source_id order by date_debut asc nulls first, statut_juridique asc) as source_id,
        last(nature order by date_debut asc nulls first, statut_juridique asc) as nature
    from organisme_statut
    group by organisme_id
),

-- Qui a rendu un exercice a été enquêté : sans centre connu, il n'en tient pas.
exercices as (
    select
        organisme_id,
        arg_max(source_id, annee) as source_id,
        arg_max(nature, annee) as nature
    from organisme_exercice
    group by organisme_id
),

accompagnees as (
    select activite_partenaire.organisme_id
    from activite_partenaire
    inner join activite
        on activite_partenaire.activite_id = activite.activite_id
    where activite.est_pass
    union
    select organisme_id
    from etape_connue
    where etape = 'convention'
),

croisees as (
    select
        mutuelle.organisme_id,
        mutuelle.nom,
        mutuelle.sigle,
        mutuelle.type_organisme,
        mutuelle.siege_commune,
        mutuelle.region_code,
        mutuelle.district_code,
        etape.code as etape,
        etape.ordre as rang_etape,
        franchie.date,
        franchie.origine_etape,
        franchie.document,
        dernier.statut as statut_juridique,
        coalesce(dernier.statut, '') not in ('dissoute', 'fusionnee') as est_active,
        accompagnee.organisme_id is not null as est_accompagnee,
        case when dernier.statut in ('dissoute', 'fusionnee') then dernier.date_statut end as date_fin,
        case
            when franchie.date is not null then 'datee'
            when franchie.organisme_id is not null then 'sans_date'
            when
                etape.code in ('creation', 'agrement', 'immatriculation')
                and dernier.statut = 'en_projet'
                then 'pas_encore'
            when
                etape.code in ('agrement', 'immatriculation')
                and dernier.statut in ('agrement_demande', 'agrement_refuse')
                then 'pas_encore'
            when etape.code = 'centre' and exercice.organisme_id is not null then 'pas_encore'
            else 'inconnue'
        end as etat_etape,
        franchie.source_id as source_franchie,
        franchie.nature as nature_franchie,
        if(etape.code = 'centre', exercice.source_id, dernier.source_id) as source_attente,
        if(etape.code = 'centre', exercice.nature, dernier.nature) as nature_attente
    from mutuelle_situee as mutuelle
    cross join etapes as etape
    left join franchies as franchie
        on mutuelle.organisme_id = franchie.organisme_id and etape.code = franchie.etape
    left join derniers as dernier
        on mutuelle.organisme_id = dernier.organisme_id
    left join exercices as exercice
        on mutuelle.organisme_id = exercice.organisme_id
    left join accompagnees as accompagnee
        on mutuelle.organisme_id = accompagnee.organisme_id
    where est_enquetee(mutuelle.type_organisme)
)

select
    * exclude (source_franchie, nature_franchie, source_attente, nature_attente),
    case etat_etape
        when 'pas_encore' then source_attente
        when 'inconnue' then null
        else source_franchie
    end as source_id,
    case etat_etape
        when 'pas_encore' then nature_attente
        when 'inconnue' then null
        else nature_franchie
    end as nature
from croisees;

comment on view etape_mutuelle is
'Une ligne par mutuelle enquêtée et étape du cycle de vie : franchie (datée ou non), pas encore, inconnue';
