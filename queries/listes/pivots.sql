-- Question : Autour de quels centres une charte fait-elle un microsystème ?
-- Grain    : une ligne par centre vers lequel va un lien de charte
-- Params   : aucun
-- Returns  : pivot_id         VARCHAR    centre_id
--            nom              VARCHAR    nom du centre
--            nb_signataires   BIGINT     centres qui ont signé la charte, sans le pivot
--            date_debut       VARCHAR    la plus ancienne date d'une charte ; NULL si aucune n'est connue
-- Source   : Liens du réseau du jeu en usage
select
    lien.vers_id as pivot_id,
    centre.nom,
    count(distinct lien.de_id) filter (where lien.de_type = 'centre') as nb_signataires,
    min(lien.date_debut) as date_debut
from lien_reseau as lien
inner join centre
    on lien.vers_id = centre.centre_id
where lien.type_lien = 'charte' and lien.vers_type = 'centre'
group by lien.vers_id, centre.nom
order by nb_signataires desc, centre.nom collate fr asc, lien.vers_id asc
