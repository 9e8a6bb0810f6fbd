-- Question : À combien de besoins ouverts chaque partenaire répond-il, thème par thème ?
-- Grain    : une ligne par partenaire et thème de besoin dont parle une de ses offres
-- Params   : district           VARCHAR    code du district du projet ; NULL garde tout
--            region             VARCHAR    code de la région du projet ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme du porteur à garder ; NULL garde tout
--            atelier            VARCHAR    code de l'atelier de l'ADOSM 2 ; NULL les garde tous
-- Returns  : organisme_id       VARCHAR    identifiant du partenaire
--            partenaire         VARCHAR    nom du partenaire
--            theme              VARCHAR    thème du besoin, code
--            nb_offres          BIGINT     offres du partenaire qui parlent de ce thème ou le financent
--            nb_besoins         BIGINT     besoins ouverts de ce thème
--            nb_concordent      BIGINT     besoins auxquels une offre convient : thème, région, taille
--            nb_a_confirmer     BIGINT     besoins dont une offre peut convenir : elle ne dit pas tout
--            nb_ecartes         BIGINT     besoins que la région, la taille ou un financement acquis écarte
--            annee              INTEGER    année de l'étape la plus récente ; NULL si inconnue
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Unit     : besoins
-- Value    : nb_concordent
-- Base     : partenaires et thèmes
-- Formula  : Chaque besoin ouvert compte une fois par partenaire, pour la meilleure de ses offres :
--            convient, à confirmer, écarté. Une offre de financement parle de tous les thèmes.
-- Source   : Projets et offres du jeu en usage
with

besoins as (
    select
        projet_id,
        theme,
        annee,
        source_id,
        nature
    from
        projets_gardes(
            $district::VARCHAR, $region::VARCHAR, $commune::VARCHAR, $types::VARCHAR[], $atelier::VARCHAR
        )
    where est_ouvert
),

proposees as (
    select
        offre.offre_id,
        offre.organisme_id,
        themes.code as theme,
        themes.ordre,
        offre.source_id,
        offre.nature
    from offre
    inner join code_liste as themes
        on
            themes.liste = 'theme'
            and (offre.theme = themes.code or offre.theme = 'financement')
            and retient_un($atelier::VARCHAR, atelier_du_theme(themes.code))
),

paires as (
    select
        proposees.organisme_id,
        proposees.theme,
        besoins.projet_id,
        max(besoins.annee) as annee,
        coalesce(bool_or(appariement.verdict_appariement = 'concorde'), false) as est_servi,
        coalesce(bool_or(appariement.verdict_appariement = 'a_confirmer'), false) as est_possible
    from proposees
    inner join besoins
        on proposees.theme = besoins.theme
    left join appariement
        on proposees.offre_id = appariement.offre_id and besoins.projet_id = appariement.projet_id
    group by proposees.organisme_id, proposees.theme, besoins.projet_id
),

comptes as (
    select
        organisme_id,
        theme,
        count(*) as nb_besoins,
        count(*) filter (where est_servi) as nb_concordent,
        count(*) filter (where est_possible and not est_servi) as nb_a_confirmer,
        max(annee) as annee
    from paires
    group by organisme_id, theme
),

cellules as (
    select
        organisme_id,
        theme,
        ordre,
        count(*) as nb_offres,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from proposees
    group by organisme_id, theme, ordre
)

select
    cellules.organisme_id,
    organisme.nom as partenaire,
    cellules.theme,
    cellules.nb_offres,
    coalesce(comptes.nb_besoins, 0) as nb_besoins,
    coalesce(comptes.nb_concordent, 0) as nb_concordent,
    coalesce(comptes.nb_a_confirmer, 0) as nb_a_confirmer,
    coalesce(comptes.nb_besoins - comptes.nb_concordent - comptes.nb_a_confirmer, 0) as nb_ecartes,
    comptes.annee,
    cellules.source_id,
    cellules.nature
from cellules
inner join organisme
    on cellules.organisme_id = organisme.organisme_id
left join comptes
    on cellules.organisme_id = comptes.organisme_id and cellules.theme = comptes.theme
order by
    organisme.nom collate fr asc,
    cellules.organisme_id asc,
    cellules.ordre asc,
    cellules.theme asc
