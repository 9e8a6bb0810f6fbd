-- Question : Quelles conventions sont en vigueur un jour donné, et lesquelles arrivent à terme ?
-- Grain    : une ligne par convention, la plus proche de son terme d'abord
-- Params   : jour               VARCHAR    jour où l'on regarde, date ISO complète ;
--                                          NULL : aujourd'hui
--            jours              INTEGER    une convention qui finit dans ce nombre de jours arrive à terme ;
--                                          NULL : 90
-- Returns  : convention_id      VARCHAR    identifiant
--            parties            VARCHAR    parties, séparées par « ; »
--            date_signature     VARCHAR    date ISO, complète ou partielle ; NULL quand elle est inconnue
--            echeance           VARCHAR    date ISO, complète ou partielle ; NULL quand elle est inconnue
--            objet_fr           VARCHAR    objet, en français
--            objet_en           VARCHAR    objet, en anglais
--            statut_convention  VARCHAR    code de l'état que dit la source
--            etat_echeance      VARCHAR    echue, proche, en_vigueur ou inconnue, au jour choisi
--            jours_restants     BIGINT     jours jusqu'au terme ; négatif quand il est passé
--            est_contredite     BOOLEAN    la source la dit en cours et son terme est passé, ou l'inverse
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : jours jusqu'au terme
-- Value    : jours_restants
-- Base     : conventions
-- Formula  : jours du jour choisi au dernier jour du terme ; un terme écrit au mois ou à l'année finit
--            avec lui
-- Source   : Conventions du jeu en usage
with

comptees as (
    select
        *,
        date_diff('day', coalesce(try_cast($jour as DATE), current_date), fin_de(echeance)) as jours_restants
    from convention
),

jugees as (
    select
        *,
        case
            when jours_restants < 0 then 'echue'
            when jours_restants <= coalesce($jours::INTEGER, 90) then 'proche'
            when jours_restants is not null then 'en_vigueur'
            when statut = 'echue' then 'echue'
            else 'inconnue'
        end as etat_echeance
    from comptees
)

select
    convention_id,
    parties,
    date_signature,
    echeance,
    objet_fr,
    objet_en,
    statut as statut_convention,
    etat_echeance,
    jours_restants,
    coalesce(
        (statut = 'en_cours' and jours_restants < 0) or (statut = 'echue' and jours_restants >= 0), false
    ) as est_contredite,
    source_id,
    nature
from jugees
order by
    case etat_echeance when 'proche' then 1 when 'echue' then 2 when 'en_vigueur' then 3 else 4 end asc,
    abs(jours_restants) asc nulls last,
    date_signature desc nulls last,
    convention_id asc
