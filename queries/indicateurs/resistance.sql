-- Question : Quelles mutuelles passent hors des seuils si les prestations augmentent ?
-- Grain    : une ligne par groupe
-- Params   : indicateur          VARCHAR    ratio_sinistralite, ratio_combine, ratio_couverture_charges ou
--                                           reserves_en_mois
--            croissance          DOUBLE     hausse des prestations ; 0,10 vaut 10 % ; NULL vaut 0
--            annee               INTEGER    exercice ; NULL : le dernier rendu
--            groupe              VARCHAR    pays, region, type_organisme ou entite
--            organisme           VARCHAR    une seule mutuelle ; NULL garde tout
--            district            VARCHAR    code du district ; NULL garde tout
--            region              VARCHAR    code de la région ; NULL garde tout
--            commune             VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types               VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : groupe              VARCHAR    sorte du groupe
--            code                VARCHAR    code du groupe ; NULL quand il est inconnu, et pour le pays
--            nom                 VARCHAR    nom de la mutuelle ou de la région ; NULL pour un code de liste
--            annee               INTEGER    exercice
--            nb_mutuelles        BIGINT     mutuelles attendues cette année
--            nb_connues          BIGINT     mutuelles dont le ratio se calcule
--            nb_inconnues        BIGINT     mutuelles dont il ne se calcule pas : ni bonnes ni mauvaises
--            nb_tombent          BIGINT     dans le vert ou l'orange avant, hors des seuils après
--            nb_deja_hors        BIGINT     hors des seuils avant
--            nb_orange_apres     BIGINT     dans l'orange après
--            nb_vert_apres       BIGINT     dans le vert après
--            nb_restent_hors     BIGINT     hors des seuils avant et après
--            valeur_avant        DOUBLE     ratio du groupe, sommes des mutuelles connues
--            valeur_apres        DOUBLE     le même après la hausse
--            appreciation_avant  VARCHAR    vert, orange, rouge ou sans_seuil ; NULL si inconnu
--            appreciation_apres  VARCHAR    vert, orange, rouge ou sans_seuil ; NULL si inconnu
--            source_id           VARCHAR    documents, séparés par « ; »
--            nature              VARCHAR    nature des lignes
-- Formula  : Les prestations dues sont multipliées par (1 + hausse), le reste de l'exercice ne change pas ;
--            les réserves restent celles de la fin d'exercice. Chaque mutuelle est jugée seule.
-- Unit     : mutuelles
-- Value    : nb_tombent
-- Denom    : pour chaque ratio, cotisations acquises, charges totales ou prestations dues de la mutuelle
-- Behind   : nb_connues
-- Base     : groupes
-- Owner    : $organisme, code
-- Parts    : code
-- Source   : Exercices et seuils en usage
with

derniere as (
    select max(annee) as annee
    from exercice
    where est_renseigne
),

attendues as (
    select
        exercice.organisme_id,
        exercice.annee,
        exercice.cotisations_acquises_fcfa,
        exercice.prestations_dues_fcfa,
        exercice.frais_fonctionnement_fcfa,
        exercice.charges_totales_fcfa,
        exercice.reserves_fcfa,
        exercice.source_id,
        exercice.nature,
        case $groupe
            when 'entite' then exercice.organisme_id
            when 'region' then coalesce(mutuelle.region_code, '')
            when 'type_organisme' then coalesce(mutuelle.type_organisme, '')
            else ''
        end as code,
        case when $groupe = 'entite' then mutuelle.nom end as nom
    from exercice
    inner join mutuelle_situee as mutuelle
        on exercice.organisme_id = mutuelle.organisme_id
    inner join derniere
        on exercice.annee = coalesce($annee::INTEGER, derniere.annee)
    where
        retient_un($organisme::VARCHAR, exercice.organisme_id)
        and retient_un($district::VARCHAR, mutuelle.district_code)
        and retient_un($region::VARCHAR, mutuelle.region_code)
        and retient_un($commune::VARCHAR, mutuelle.siege_commune)
        and retient($types::VARCHAR[], mutuelle.type_organisme)
),

termes as (
    select
        attendues.organisme_id,
        attendues.code,
        moment.moment,
        case $indicateur
            when 'ratio_sinistralite' then attendues.prestations_dues_fcfa * (1 + moment.hausse)
            when 'ratio_combine'
                then
                    attendues.prestations_dues_fcfa * (1 + moment.hausse)
                    + attendues.frais_fonctionnement_fcfa
            when 'ratio_couverture_charges' then attendues.cotisations_acquises_fcfa
            when 'reserves_en_mois' then 12 * attendues.reserves_fcfa
        end as numerateur,
        case $indicateur
            when 'ratio_sinistralite' then attendues.cotisations_acquises_fcfa
            when 'ratio_combine' then attendues.cotisations_acquises_fcfa
            when 'ratio_couverture_charges'
                then attendues.charges_totales_fcfa + attendues.prestations_dues_fcfa * moment.hausse
            when 'reserves_en_mois' then attendues.prestations_dues_fcfa * (1 + moment.hausse)
        end as denominateur
    from attendues
    cross join
        (
            values ('avant', 0.0), ('apres', coalesce($croissance::DOUBLE, 0.0))
        ) as moment (moment, hausse)
),

bornes as (
    select
        max(expression) filter (where regle = 'vert') as vert,
        max(expression) filter (where regle = 'orange') as orange
    from seuil
    where indicateur_id = $indicateur
),

jugees as (
    select
        termes.organisme_id,
        termes.moment,
        termes.numerateur,
        termes.denominateur,
        termes.numerateur / nullif(termes.denominateur, 0) is not null as est_connue,
        appreciation(termes.numerateur / nullif(termes.denominateur, 0), bornes.vert, bornes.orange)
            as appreciation
    from termes
    cross join bornes
),

mutuelles as (
    select
        attendues.code,
        attendues.nom,
        attendues.annee,
        attendues.source_id,
        attendues.nature,
        avant.appreciation as appreciation_avant,
        apres.appreciation as appreciation_apres,
        avant.est_connue and apres.est_connue as est_connue,
        avant.numerateur as numerateur_avant,
        avant.denominateur as denominateur_avant,
        apres.numerateur as numerateur_apres,
        apres.denominateur as denominateur_apres
    from attendues
    inner join jugees as avant
        on attendues.organisme_id = avant.organisme_id and avant.moment = 'avant'
    inner join jugees as apres
        on attendues.organisme_id = apres.organisme_id and apres.moment = 'apres'
),

groupes as (
    select
        code,
        any_value(nom) as nom,
        any_value(annee) as annee,
        count(*) as nb_mutuelles,
        count(*) filter (where est_connue) as nb_connues,
        count(*) filter (
            where appreciation_avant in ('vert', 'orange') and appreciation_apres = 'rouge'
        ) as nb_tombent,
        count(*) filter (where appreciation_avant = 'rouge') as nb_deja_hors,
        count(*) filter (where appreciation_apres = 'orange') as nb_orange_apres,
        count(*) filter (where appreciation_apres = 'vert') as nb_vert_apres,
        count(*) filter (
            where appreciation_avant = 'rouge' and appreciation_apres = 'rouge'
        ) as nb_restent_hors,
        sum(numerateur_avant) filter (where est_connue)
        / nullif(sum(denominateur_avant) filter (where est_connue), 0) as valeur_avant,
        sum(numerateur_apres) filter (where est_connue)
        / nullif(sum(denominateur_apres) filter (where est_connue), 0) as valeur_apres,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from mutuelles
    group by code
)

select
    $groupe::VARCHAR as groupe,
    nullif(groupes.code, '') as code,
    coalesce(groupes.nom, region.nom) as nom,
    groupes.annee,
    groupes.nb_mutuelles,
    groupes.nb_connues,
    groupes.nb_mutuelles - groupes.nb_connues as nb_inconnues,
    groupes.nb_tombent,
    groupes.nb_deja_hors,
    groupes.nb_orange_apres,
    groupes.nb_vert_apres,
    groupes.nb_restent_hors,
    groupes.valeur_avant,
    groupes.valeur_apres,
    appreciation(groupes.valeur_avant, bornes.vert, bornes.orange) as appreciation_avant,
    appreciation(groupes.valeur_apres, bornes.vert, bornes.orange) as appreciation_apres,
    groupes.source_id,
    groupes.nature
from groupes
cross join bornes
left join region
    on $groupe = 'region' and groupes.code = region.region_code
order by groupes.nb_tombent desc, coalesce(groupes.nom, region.nom) collate fr asc, groupes.code asc
