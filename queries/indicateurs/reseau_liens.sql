-- Question : Quels liens, de quel type et de quelle date, font le réseau autour d'un centre pivot ?
-- Grain    : une ligne par lien, que ses deux bouts aient une position ou non
-- Params   : pivot_id           VARCHAR    centre pivot du microsystème ; NULL : tous les liens connus
--            annee              INTEGER    année où le lien existe ; NULL garde tout. Un lien sans date de
--                                          début est gardé
--            liens              VARCHAR[]  types de lien à garder ; NULL garde tout
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
--            de_niveau          VARCHAR    niveau de soins d'un centre ; NULL si inconnu ou organisme
--            vers_genre         VARCHAR    centre ou organisme
--            vers_id            VARCHAR    identifiant
--            vers_nom           VARCHAR    nom où va le lien
--            vers_niveau        VARCHAR    niveau de soins d'un centre ; NULL si inconnu ou organisme
--            de_latitude        DOUBLE     degrés ; NULL sans position
--            de_longitude       DOUBLE     degrés ; NULL sans position
--            vers_latitude      DOUBLE     degrés ; NULL sans position
--            vers_longitude     DOUBLE     degrés ; NULL sans position
--            est_trace          BOOLEAN    les deux bouts ont une position
--            distance_km        DOUBLE     à vol d'oiseau ; NULL quand un bout n'a pas de position
--            date_debut         VARCHAR    date ISO, complète ou partielle ; NULL si inconnue
--            date_fin           VARCHAR    date ISO, complète ou partielle
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : liens
-- Value    : date_debut
-- Base     : liens ; la valeur est la date de début
-- Source   : Liens du réseau du jeu en usage
select
    lien.lien_id,
    lien.type_lien,
    lien.de_type as de_genre,
    lien.de_id,
    coalesce(de.nom, lien.de_id) as de_nom,
    de.niveau_soins as de_niveau,
    lien.vers_type as vers_genre,
    lien.vers_id,
    coalesce(vers.nom, lien.vers_id) as vers_nom,
    vers.niveau_soins as vers_niveau,
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
from
    liens_gardes(
        $pivot_id::VARCHAR,
        $annee::INTEGER,
        $liens::VARCHAR[],
        $district::VARCHAR,
        $region::VARCHAR,
        $commune::VARCHAR,
        $types::VARCHAR[],
        $etablissements::VARCHAR[],
        $relations::VARCHAR[],
        $statuts::VARCHAR[]
    ) as lien
left join bout_reseau as de
    on lien.de_type = de.genre and lien.de_id = de.id
left join bout_reseau as vers
    on lien.vers_type = vers.genre and lien.vers_id = vers.id
left join code_liste as rang
    on lien.type_lien = rang.code and rang.liste = 'type_lien'
order by
    rang.ordre asc nulls last,
    lien.date_debut asc nulls last,
    de_nom collate fr asc,
    vers_nom collate fr asc,
    lien.lien_id asc
