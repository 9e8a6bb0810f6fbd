-- Question : Que veut dire chacun des dix défis d'ADOSM 1, et qu'en disent déjà les données de ce centre ?
-- Grain    : une ligne par défi
-- Params   : id               VARCHAR    centre_id
-- Returns  : defi             VARCHAR    code
--            definition_fr    VARCHAR    ce que le défi demande, en français
--            definition_en    VARCHAR    ce que le défi demande, en anglais
--            constat          VARCHAR    ce qui est compté : liens, projets, statut_cmu ; NULL si rien
--            nb_constats      BIGINT     liens ou projets connus du centre ; NULL si rien n'en est dit
--            statut_cmu       VARCHAR    code, pour le conventionnement ; NULL ailleurs
-- Source   : Centres, liens et projets du jeu en usage
with

liens as (
    select type_lien
    from lien_reseau
    where
        (de_type = 'centre' and de_id = $id::VARCHAR)
        or (vers_type = 'centre' and vers_id = $id::VARCHAR)
),

constats as (
    select
        'partenariats' as defi,
        'liens' as constat,
        count(*) as nb_constats
    from liens
    where type_lien in ('partenaire', 'entraide')
    union all
    select
        'mise_en_reseau' as defi,
        'liens' as constat,
        count(*) as nb_constats
    from liens
    where type_lien in ('charte', 'reference', 'membre')
    union all
    select
        'formation_cmu' as defi,
        'liens' as constat,
        count(*) as nb_constats
    from liens
    where type_lien = 'formation'
    union all
    select
        'renovation_equipement' as defi,
        'projets' as constat,
        count(*) as nb_constats
    from projet
    where centre_id = $id::VARCHAR and theme in ('construction', 'renovation', 'equipement')
    union all
    select
        'financement_projets' as defi,
        'projets' as constat,
        count(*) as nb_constats
    from projet
    where centre_id = $id::VARCHAR
)

select
    defi.code as defi,
    defi.definition_fr,
    defi.definition_en,
    case defi.code when 'conventionnement_cmu' then 'statut_cmu' else constats.constat end as constat,
    constats.nb_constats,
    case defi.code when 'conventionnement_cmu' then coalesce(centre.statut_cmu, 'inconnu') end
        as statut_cmu
from code_liste as defi
inner join centre
    on centre.centre_id = $id::VARCHAR
left join constats
    on defi.code = constats.defi
where defi.liste = 'defi_adosm'
order by defi.ordre asc, defi.code asc
