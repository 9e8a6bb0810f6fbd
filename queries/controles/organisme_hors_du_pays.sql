-- Code     : O-10
-- Level    : erreur
-- Table    : organisme
-- Message  : {organisme_id} : le point du siège ({valeur}) n'est pas en Côte d'Ivoire.
-- Why      : La carte montrerait la mutuelle en mer ou à l'étranger.
-- Fix      : Vérifier l'ordre latitude puis longitude et le signe : au pays, la longitude est
--            négative.
-- Returns  : une ligne par mutuelle ; aucune quand la règle est respectée
select
    organisme.ligne,
    'latitude' as colonne,
    concat_ws(' ; ', organisme.latitude, organisme.longitude) as valeur,
    organisme.organisme_id
from organisme
left join position_controle
    on organisme.organisme_id = position_controle.objet_id and position_controle.objet = 'organisme'
where
    est_mutuelle(organisme.type_organisme)
    and (
        not dans_le_cadre(organisme.latitude, organisme.longitude)
        or (
            position_controle.est_en_mer
            and organisme.latitude is not null
            and organisme.longitude is not null
        )
    )
order by organisme.ligne asc
