-- Code     : V-2
-- Level    : avertissement
-- Table    : centre_service
-- Message  : {centre_id}, de premier contact, dit offrir « {valeur} ».
-- Why      : Ce service demande un bloc ou des lits de référence : le niveau ou le service est sans
--            doute faux.
-- Fix      : Vérifier le niveau de soins du centre, puis le service.
-- Returns  : une ligne par service ; aucune quand la règle est respectée
select
    centre_service.ligne,
    'service' as colonne,
    centre_service.service as valeur,
    centre_service.centre_id
from centre_service
inner join centre
    on centre_service.centre_id = centre.centre_id
where
    centre_service.disponible
    and centre_service.service in ('chirurgie', 'reanimation', 'dialyse')
    and (
        centre.niveau_soins = 'primaire'
        or (
            centre.niveau_soins is null
            and centre.type_etablissement in (
                'csr', 'csu', 'fsu', 'fsu_com', 'csu_com', 'centre_sante_communautaire',
                'dispensaire', 'infirmerie_privee', 'cabinet'
            )
        )
    )
order by centre_service.ligne asc
