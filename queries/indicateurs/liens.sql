-- Question : Quels liens unissent les mutuelles, les centres et leurs partenaires ?
-- Grain    : une ligne par lien, que ses deux bouts aient une position ou non
-- Params   : liens              VARCHAR[]  types de lien à garder ; NULL garde tout
--            annee              INTEGER    année où le lien existe ; NULL garde tout. Un lien sans date de
--                                          début est gardé
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
-- Returns  : lien_id            VARCHAR    identifiant
--            type_lien          VARCHAR    code
--            de_genre           VARCHAR    centre ou organisme
--            de_id              VARCHAR    identifiant
--            de_nom             VARCHAR    nom d'où part le lien
--            vers_genre         VARCHAR    centre ou organisme
--            vers_id            VARCHAR    identifiant
--            vers_nom           VARCHAR    nom où va le lien
--            de_latitude        DOUBLE     degrés ; NULL sans position
--            de_longitude       DOUBLE     degrés ; NULL sans position
--            vers_latitude      DOUBLE     degrés ; NULL sans position
--            vers_longitude     DOUBLE     degrés ; NULL sans position
--            est_trace          BOOLEAN    les deux bouts ont une position
--            distance_km        DOUBLE     à vol d'oiseau ; NULL quand un bout n'a pas de position
--            date_debut         VARCHAR    date ISO, complète ou partielle
--            date_fin           VARCHAR    date ISO, complète ou partielle
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : liens
-- Value    : distance_km
-- Base     : liens
-- Source   : Liens du réseau du jeu en usage
with

lieux as (
    select
        'centre' as genre,
        centre_id as id,
        nom,
        type_organisme,
        type_etablissement,
        relation,
        statut_operationnel as statut,
        coalesce(commune, ville) as commune,
        region_code,
        district_code,
        latitude,
        longitude
    from centre_situe
    union all
    select
        'organisme' as genre,
        organisme_id as id,
        coalesce(sigle, nom) as nom,
        type_organisme,
        null as type_etablissement,
        null as relation,
        null as statut,
        siege_commune as commune,
        region_code,
        district_code,
        latitude,
        longitude
    from organisme_situe
),

bouts as (
    select
        *,
        retient_un($district::VARCHAR, district_code)
        and retient_un($region::VARCHAR, region_code)
        and retient_un($commune::VARCHAR, commune)
        and retient($types::VARCHAR[], type_organisme)
        and retient($etablissements::VARCHAR[], type_etablissement)
        and retient($relations::VARCHAR[], relation)
        and retient($statuts::VARCHAR[], statut) as est_retenu
    from lieux
)

select
    lien.lien_id,
    lien.type_lien,
    lien.de_type as de_genre,
    lien.de_id,
    coalesce(de.nom, lien.de_id) as de_nom,
    lien.vers_type as vers_genre,
    lien.vers_id,
    coalesce(vers.nom, lien.vers_id) as vers_nom,
    de.latitude as de_latitude,
    de.longitude as de_longitude,
    vers.latitude as vers_latitude,
    vers.longitude as vers_longitude,
    de.latitude is not null and vers.latitude is not null as est_trace,
    km_vol_oiseau(de.latitude, de.longitude, vers.latitude, vers.longitude) as distance_km,
    lien.date_debut,
    lien.date_fin,
    lien.source_id,
    lien.nature
from lien_reseau as lien
left join bouts as de
    on lien.de_type = de.genre and lien.de_id = de.id
left join bouts as vers
    on lien.vers_type = vers.genre and lien.vers_id = vers.id
where
    retient($liens::VARCHAR[], lien.type_lien)
    and (coalesce(de.est_retenu, false) or coalesce(vers.est_retenu, false))
    and (
        $annee::INTEGER is null
        or (
            coalesce(year(debut_de(lien.date_debut)) <= $annee::INTEGER, true)
            and coalesce(year(fin_de(lien.date_fin)) >= $annee::INTEGER, true)
        )
    )
order by lien.type_lien asc, de_nom collate fr asc, vers_nom collate fr asc, lien.lien_id asc
