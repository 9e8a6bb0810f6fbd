-- Question : Quels lieux sont dans la zone dessinée, et que sait-on de leur taille ?
-- Grain    : une ligne par lieu situé dans la zone
-- Params   : latitudes          DOUBLE[]   sommets du polygone, ou milieu du cercle (degrés)
--            longitudes         DOUBLE[]   les mêmes points (degrés)
--            rayon_km           DOUBLE     rayon du cercle ; NULL pour un polygone
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
-- Returns  : genre              VARCHAR    centre ou siege
--            id                 VARCHAR    centre_id ou organisme_id
--            nom                VARCHAR    nom du lieu
--            organisme          VARCHAR    sigle ou nom de l'organisme
--            type_organisme     VARCHAR    code
--            relation           VARCHAR    code ; NULL pour un siège
--            type_etablissement VARCHAR    code ; NULL pour un siège
--            statut             VARCHAR    code ; NULL pour un siège
--            commune            VARCHAR    commune ou ville
--            region_code        VARCHAR    code
--            latitude           DOUBLE     degrés
--            longitude          DOUBLE     degrés
--            precision          VARCHAR    code
--            nb_lits            BIGINT     lits ; NULL si inconnu, et pour un siège
--            nb_personnel       BIGINT     personnes ; NULL si inconnu, et pour un siège
--            nb_beneficiaires   BIGINT     bénéficiaires de la mutuelle dans tout le pays ; NULL pour un
--                                          centre
--            annee              INTEGER    année des bénéficiaires, la dernière connue
--            source_id          VARCHAR    document d'où vient la ligne
--            nature             VARCHAR    nature de la ligne
-- Unit     : lieux
-- Value    : id
-- Base     : lieux
-- Source   : Centres, organismes et exercices du jeu en usage
select
    lieu.genre,
    lieu.id,
    lieu.nom,
    lieu.organisme,
    lieu.type_organisme,
    lieu.relation,
    lieu.type_etablissement,
    lieu.statut,
    lieu.commune,
    lieu.region_code,
    lieu.latitude,
    lieu.longitude,
    lieu.precision,
    lieu.nb_lits,
    lieu.nb_personnel,
    lieu.nb_beneficiaires,
    lieu.annee,
    lieu.source_id,
    lieu.nature
from lieu_situe as lieu
inner join lieux_dans_zone($latitudes::DOUBLE[], $longitudes::DOUBLE[], $rayon_km::DOUBLE) as dedans
    on lieu.genre = dedans.genre and lieu.id = dedans.id
where
    retient_un($district::VARCHAR, lieu.district_code)
    and retient_un($region::VARCHAR, lieu.region_code)
    and retient_un($commune::VARCHAR, lieu.commune)
    and retient($types::VARCHAR[], lieu.type_organisme)
    and retient($etablissements::VARCHAR[], lieu.type_etablissement)
    and retient($relations::VARCHAR[], lieu.relation)
    and retient($statuts::VARCHAR[], lieu.statut)
order by lieu.rang asc
