-- Code     : C-19
-- Level    : avertissement
-- Table    : centre
-- Message  : « {nom} », de type « {type_etablissement} », est dit de niveau « {valeur} », non «
--            {niveau_attendu} ».
-- Why      : Le niveau dit qui reçoit en premier contact et qui reçoit sur référence : l'accès aux
--            soins serait faux.
-- Fix      : Corriger le type ou le niveau.
-- Returns  : une ligne par centre dont le type dit le niveau ; aucune quand la règle est respectée
with

attendus as (
    select
        ligne,
        nom,
        type_etablissement,
        niveau_soins,
        case
            when
                type_etablissement in (
                    'csr', 'csu', 'csus', 'fsu', 'fsu_com', 'csu_com', 'centre_sante_communautaire',
                    'dispensaire', 'infirmerie_privee'
                )
                then 'primaire'
            when type_etablissement in ('hg', 'chr', 'chs') then 'secondaire'
            when type_etablissement in ('chu', 'ins') then 'tertiaire'
        end as niveau_attendu
    from centre
)

select
    ligne,
    'niveau_soins' as colonne,
    niveau_soins as valeur,
    nom,
    type_etablissement,
    niveau_attendu
from attendus
where niveau_soins <> niveau_attendu
order by ligne asc
