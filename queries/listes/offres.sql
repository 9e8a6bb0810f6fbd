-- Question : Que proposent les partenaires, où, et pour des projets de quelle taille ?
-- Grain    : une ligne par offre
-- Params   : atelier            VARCHAR    code de l'atelier de l'ADOSM 2 ; NULL les garde tous
-- Returns  : offre_id           VARCHAR    identifiant
--            organisme_id       VARCHAR    identifiant du partenaire
--            partenaire         VARCHAR    nom du partenaire
--            theme              VARCHAR    code
--            description_fr     VARCHAR    description française
--            description_en     VARCHAR    description anglaise
--            est_nationale      BOOLEAN    vaut dans tout le pays ; NULL si ce n'est pas dit
--            nom_region         VARCHAR    la région où elle vaut ; NULL si ce n'est pas dit
--            montant_min_fcfa   BIGINT     FCFA ; NULL si ce n'est pas dit
--            montant_max_fcfa   BIGINT     FCFA ; NULL si ce n'est pas dit
--            nb_concordent      BIGINT     besoins ouverts auxquels elle convient
--            nb_a_confirmer     BIGINT     besoins ouverts auxquels elle peut convenir
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Source   : Offres du jeu en usage
with

reponses as (
    select
        offre_id,
        count(*) filter (where verdict_appariement = 'concorde') as nb_concordent,
        count(*) filter (where verdict_appariement = 'a_confirmer') as nb_a_confirmer
    from appariement
    group by offre_id
)

select
    offre.offre_id,
    offre.organisme_id,
    organisme.nom as partenaire,
    offre.theme,
    offre.description_fr,
    offre.description_en,
    offre.est_nationale,
    region.nom as nom_region,
    offre.montant_min_fcfa,
    offre.montant_max_fcfa,
    coalesce(reponses.nb_concordent, 0) as nb_concordent,
    coalesce(reponses.nb_a_confirmer, 0) as nb_a_confirmer,
    offre.source_id,
    offre.nature
from offre
left join organisme
    on offre.organisme_id = organisme.organisme_id
left join region
    on offre.region_code = region.region_code
left join reponses
    on offre.offre_id = reponses.offre_id
where retient_un($atelier::VARCHAR, atelier_du_theme(offre.theme))
order by organisme.nom collate fr asc, offre.theme asc, offre.offre_id asc
