-- Question : Quelle note chaque indicateur de COM obtient-il, chaque année où il est dû ?
-- Grain    : une ligne par indicateur de COM et par année où il a une cible
-- La note va de 0 à 1 ; elle est inconnue tant que rien n'est mesuré ou que la mesure est contestée.
-- (Des bornes par « case » : « least » et « greatest » sautent les NULL, et l'inconnu vaudrait zéro.)
create macro entre_zero_et_un(valeur) as
case when valeur < 0 then 0 when valeur > 1 then 1 else valeur end;

create macro note_entre(realise, seuil, cible, est_atteint) as
case
    when cible = seuil then est_atteint::INTEGER::DOUBLE
    else entre_zero_et_un((realise - seuil) / nullif(cible - seuil, 0))
end;

-- Sans tolérance, rien ne se perd peu à peu : hors de la plage, la note est nulle.
create macro note_plage(realise, plage_min, plage_max, tolerance) as
case
    when realise is null or plage_min is null or plage_max is null then null
    when realise between plage_min and plage_max then 1
    when coalesce(tolerance, 0) = 0 then 0
    when realise < plage_min then entre_zero_et_un(1 - (plage_min - realise) / nullif(tolerance, 0))
    else entre_zero_et_un(1 - (realise - plage_max) / nullif(tolerance, 0))
end;

-- Où se tient une valeur sur le chemin du seuil (0) à la cible (1), que rien ne borne : sous le seuil
-- elle est négative, au-delà de la cible elle dépasse 1. Plage et jalon n'ont pas de chemin : leur note.
create macro place_com(sens, valeur, seuil, cible, plage_min, plage_max, tolerance) as
case
    when sens = 'plage' then note_plage(valeur, plage_min, plage_max, tolerance)
    when sens = 'jalon' then entre_zero_et_un(valeur / 3)
    when cible = seuil then null
    else (valeur - seuil) / (cible - seuil)
end;

create view note_com as
with

dus as (
    select
        indicateur.indicateur_id,
        axe.com_id,
        axe.axe_id,
        objectif.objectif_id,
        cible.annee,
        indicateur.sens,
        indicateur.poids,
        coalesce(indicateur.plafond, 1.2) as plafond,
        indicateur.plage_min,
        indicateur.plage_max,
        indicateur.tolerance,
        coalesce(cible.seuil, cible.valeur_base) as seuil,
        cible.cible,
        cible.valeur_base,
        coalesce(mesure.statut_validation = 'conteste', false) as est_conteste,
        case when mesure.statut_validation <> 'conteste' then mesure.realise end as realise,
        coalesce(mesure.source_id, cible.source_id) as source_id,
        coalesce(mesure.nature, cible.nature) as nature
    from com_cible as cible
    inner join com_indicateur as indicateur
        on cible.indicateur_id = indicateur.indicateur_id
    inner join com_objectif as objectif
        on indicateur.objectif_id = objectif.objectif_id
    inner join com_axe as axe
        on objectif.axe_id = axe.axe_id
    left join com_mesure as mesure
        on
            cible.indicateur_id = mesure.indicateur_id
            and cible.annee = mesure.annee
            and mesure.periode = 'annee'
),

atteints as (
    select
        *,
        coalesce(sens in ('hausse', 'baisse') and realise >= 0 and cible >= 0, false) as est_comparable,
        case sens
            when 'hausse' then realise >= cible
            when 'baisse' then realise <= cible
            when 'plage' then realise between plage_min and plage_max
            when 'jalon' then realise >= coalesce(cible, 3)
        end as est_atteint
    from dus
)

select
    indicateur_id,
    com_id,
    annee,
    sens,
    poids,
    plafond,
    seuil,
    cible,
    realise,
    est_conteste,
    est_atteint,
    axe_id,
    objectif_id,
    valeur_base,
    plage_min,
    plage_max,
    tolerance,
    -- Réalisé sur cible, ou cible sur réalisé à la baisse ; un réalisé nul vaut alors le plafond.
    case
        when not est_comparable then null
        when sens = 'hausse' then realise
        when realise = 0 then plafond
        else cible
    end as taux_numerateur,
    case
        when not est_comparable then null
        when sens = 'hausse' then cible
        when realise = 0 then 1
        else realise
    end as taux_denominateur,
    case sens
        when 'plage' then note_plage(realise, plage_min, plage_max, tolerance)
        when 'jalon' then entre_zero_et_un(realise / 3)
        else note_entre(realise, seuil, cible, est_atteint)
    end as note,
    source_id,
    nature
from atteints;

comment on view note_com is
'Une ligne par indicateur de COM et par année où il est dû : sa note de 0 à 1, ou NULL';
