-- Question : Quels services aucun membre du microsystème n'offre-t-il à portée, et qui les offre au dehors ?
-- Grain    : une ligne par service demandé ou cité dans le jeu de données
-- Params   : pivot_id           VARCHAR    centre pivot du microsystème ; NULL : aucune ligne
--            annee              INTEGER    année où le lien existe ; NULL garde tout. Un lien sans date de
--                                          début est gardé
--            km                 DOUBLE     à portée : kilomètres à vol d'oiseau ; NULL vaut 10
-- Returns  : service            VARCHAR    code
--            manque_service     VARCHAR    code : manque, en_partie, incomplet, offert, inconnu
--            nb_sur_place       BIGINT     centres ouverts du noyau qui offrent le service
--            nb_par_un_membre   BIGINT     centres qui ne l'offrent pas ; un autre du noyau l'offre à portée
--            nb_sans            BIGINT     centres sans le service, chez eux comme chez un membre à portée
--            nb_sans_reponse    BIGINT     centres pour lesquels une réponse ou une position manque
--            nb_centres         BIGINT     centres ouverts du noyau
--            dehors_id          VARCHAR    centre ouvert hors du noyau, le plus proche, qui l'offre
--            dehors_nom         VARCHAR    son nom
--            dehors_km          DOUBLE     à vol d'oiseau du centre du noyau le plus proche de lui
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Formula  : Un centre du noyau est sans le service s'il a répondu non, et si tout autre membre à portée a
--            répondu non aussi. Une réponse ou une position inconnue donne « inconnu », jamais « sans ».
-- Unit     : centres ouverts du noyau
-- Value    : manque_service
-- Base     : services
-- Denom    : centres ouverts du noyau : le pivot et les centres qui ont signé sa charte
-- Source   : Services et positions des centres du jeu en usage
with

noyau as (
    select
        bout.id,
        bout.source_id,
        bout.nature,
        case when est_place_assez(bout.precision) then bout.latitude end as latitude,
        case when est_place_assez(bout.precision) then bout.longitude end as longitude
    from noyau_de($pivot_id::VARCHAR, $annee::INTEGER) as noyau
    inner join bout_reseau as bout
        on bout.genre = 'centre' and noyau.centre_id = bout.id
    where bout.est_ouvert
),

services as (
    select distinct service
    from centre_service
    where disponible is not null
),

reponses as (
    select
        noyau.*,
        services.service,
        reponse.disponible,
        reponse.source_id as reponse_source_id,
        reponse.nature as reponse_nature
    from noyau
    cross join services
    left join centre_service as reponse
        on noyau.id = reponse.centre_id and services.service = reponse.service
),

-- Une distance inconnue peut être à portée ou non.
voisins as (
    select
        ici.id,
        ailleurs.id as voisin_id,
        km_vol_oiseau(ici.latitude, ici.longitude, ailleurs.latitude, ailleurs.longitude)
        <= coalesce($km::DOUBLE, 10) as est_a_portee
    from noyau as ici
    inner join noyau as ailleurs
        on ici.id <> ailleurs.id
),

chez_les_voisins as (
    select
        voisins.id,
        reponses.service,
        bool_or(voisins.est_a_portee and reponses.disponible) as est_offert,
        bool_or((voisins.est_a_portee and reponses.disponible) is null) as est_incertain
    from voisins
    inner join reponses
        on voisins.voisin_id = reponses.id
    group by voisins.id, reponses.service
),

etats as (
    select
        reponses.id,
        reponses.service,
        case
            when reponses.disponible then 'sur_place'
            when voisins.est_offert then 'par_un_membre'
            when reponses.disponible is null or voisins.est_incertain then 'inconnu'
            else 'sans'
        end as etat,
        coalesce(reponses.reponse_source_id, reponses.source_id) as source_id,
        coalesce(reponses.reponse_nature, reponses.nature) as nature
    from reponses
    left join chez_les_voisins as voisins
        on reponses.id = voisins.id and reponses.service = voisins.service
),

ailleurs as (
    select
        bout.id,
        min(km_vol_oiseau(noyau.latitude, noyau.longitude, bout.latitude, bout.longitude)) as km
    from bout_reseau as bout
    cross join noyau
    where
        bout.genre = 'centre'
        and bout.est_ouvert
        and est_place_assez(bout.precision)
        and noyau.latitude is not null
        and bout.id not in (select dedans.id from noyau as dedans)
    group by bout.id
),

dehors as (
    select
        reponse.service,
        arg_min(ailleurs.id, (ailleurs.km, ailleurs.id)) as dehors_id,
        min(ailleurs.km) as dehors_km
    from centre_service as reponse
    inner join ailleurs
        on reponse.centre_id = ailleurs.id
    where reponse.disponible
    group by reponse.service
),

comptes as (
    select
        service,
        count(*) filter (where etat = 'sur_place') as nb_sur_place,
        count(*) filter (where etat = 'par_un_membre') as nb_par_un_membre,
        count(*) filter (where etat = 'sans') as nb_sans,
        count(*) filter (where etat = 'inconnu') as nb_sans_reponse,
        count(*) as nb_centres,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from etats
    group by service
)

select
    comptes.service,
    case
        when comptes.nb_sans = comptes.nb_centres then 'manque'
        when comptes.nb_sans > 0 then 'en_partie'
        when comptes.nb_sans_reponse = comptes.nb_centres then 'inconnu'
        when comptes.nb_sans_reponse > 0 then 'incomplet'
        else 'offert'
    end as manque_service,
    comptes.nb_sur_place,
    comptes.nb_par_un_membre,
    comptes.nb_sans,
    comptes.nb_sans_reponse,
    comptes.nb_centres,
    dehors.dehors_id,
    centre.nom as dehors_nom,
    dehors.dehors_km,
    comptes.source_id,
    comptes.nature
from comptes
left join dehors
    on comptes.service = dehors.service
left join centre
    on dehors.dehors_id = centre.centre_id
left join code_liste as rang
    on comptes.service = rang.code and rang.liste = 'service'
order by
    comptes.nb_sans desc,
    comptes.nb_sans_reponse asc,
    rang.ordre asc nulls last,
    comptes.service asc
