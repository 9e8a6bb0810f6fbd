-- Question : Quels champs attend-on de chaque organisme et de chaque centre, et lesquels sont connus ?
-- Grain    : macros ; une ligne par objet et par champ attendu
-- L'inconnu dit compte comme manquant, au même titre qu'une cellule vide.
create macro est_renseigne(valeur) as
valeur is not null and valeur not in ('', 'inconnu', 'inconnue');

-- La dernière année que l'enquête a couverte ; à défaut, le dernier exercice reçu.
create macro annee_enquete() as (
    select coalesce(max(annee), (select max(annee) from organisme_exercice))
    from perimetre
    where est_enquete
);

-- Qui doit rendre un exercice : pas une union, qui a des mutuelles et non des adhérents.
create macro est_enquetee(type_organisme) as
type_organisme in ('mutuelle_sociale', 'groupement_assimile');

-- Les lignes qu'une mutuelle doit avoir ; une ligne absente est attendue avec tous ses champs vides.
create view ligne_attendue_organisme as
select
    organisme.organisme_id as objet_id,
    'organisme' as table_nom,
    to_json(organisme) as contenu,
    1 as nb_lignes
from organisme
where
    organisme.type_organisme in (
        'mutuelle_sociale', 'groupement_assimile', 'union', 'federation', 'structure_faitiere'
    )
union all
select
    organisme.organisme_id,
    'organisme_statut' as table_nom,
    to_json({
        'statut_juridique': any_value(statut.statut_juridique) filter (
            where est_renseigne(statut.statut_juridique)
        )
    }) as contenu,
    1 as nb_lignes
from organisme
left join organisme_statut as statut
    on organisme.organisme_id = statut.organisme_id
where est_enquetee(organisme.type_organisme)
group by organisme.organisme_id
union all
select
    organisme.organisme_id,
    'organisme_exercice' as table_nom,
    to_json(exercice) as contenu,
    1 as nb_lignes
from organisme
left join organisme_exercice as exercice
    on organisme.organisme_id = exercice.organisme_id and exercice.annee = annee_enquete()
where est_enquetee(organisme.type_organisme)
union all
select
    organisme.organisme_id,
    'implantation' as table_nom,
    to_json({
        'nb_beneficiaires': case
            when count(*) = count(implantation.nb_beneficiaires) then count(*)
        end
    }) as contenu,
    1 as nb_lignes
from organisme
left join implantation
    on organisme.organisme_id = implantation.organisme_id and implantation.annee = annee_enquete()
where est_enquetee(organisme.type_organisme)
group by organisme.organisme_id
union all
select
    organisme.organisme_id,
    'prestation_acte' as table_nom,
    to_json({
        'montant_facture_fcfa': case
            when count(*) = count(acte.montant_facture_fcfa) then count(*)
        end,
        'nb_actes': case when count(*) = count(acte.nb_actes) then count(*) end
    }) as contenu,
    1 as nb_lignes
from organisme
left join prestation_acte as acte
    on organisme.organisme_id = acte.organisme_id and acte.annee = annee_enquete()
where est_enquetee(organisme.type_organisme)
group by organisme.organisme_id
union all
select
    organisme.organisme_id,
    'prestation_pathologie' as table_nom,
    to_json({
        'montant_fcfa': case when count(*) = count(soin.montant_fcfa) then count(*) end,
        'nb_cas': case when count(*) = count(soin.nb_cas) then count(*) end
    }) as contenu,
    1 as nb_lignes
from organisme
left join prestation_pathologie as soin
    on organisme.organisme_id = soin.organisme_id and soin.annee = annee_enquete()
where est_enquetee(organisme.type_organisme)
group by organisme.organisme_id;

comment on view ligne_attendue_organisme is
'Une ligne par organisme et par ligne de table attendue de lui pour la dernière année d''enquête';

-- Un centre qui n'est pas ouvert n'a ni service ni activité à déclarer.
create view ligne_attendue_centre as
with

attendu as (
    select
        service,
        count(*) over () as nb_lignes
    from (select distinct service from centre_service) as demande
    union all
    select
        cast(null as VARCHAR) as service,
        1 as nb_lignes
    where not exists (select 1 from centre_service)
)

select
    centre.centre_id as objet_id,
    'centre' as table_nom,
    to_json(centre) as contenu,
    1 as nb_lignes
from centre
union all
select
    centre.centre_id,
    'centre_service' as table_nom,
    to_json(reponse) as contenu,
    attendu.nb_lignes
from centre
cross join attendu
left join centre_service as reponse
    on centre.centre_id = reponse.centre_id and attendu.service = reponse.service
where centre.statut_operationnel = 'ouvert'
union all
select
    centre.centre_id,
    'centre_activite' as table_nom,
    to_json(activite) as contenu,
    1 as nb_lignes
from centre
left join centre_activite as activite
    on centre.centre_id = activite.centre_id and activite.annee = annee_enquete()
where centre.statut_operationnel = 'ouvert';

comment on view ligne_attendue_centre is
'Une ligne par centre et par ligne de table attendue de lui pour la dernière année d''enquête';

create view champ_attendu as
select
    ligne.objet,
    ligne.objet_id,
    champ.table_nom,
    champ.colonne,
    champ.partie,
    champ.poids / ligne.nb_lignes as poids,
    est_renseigne(json_extract_string(ligne.contenu, '$.' || champ.colonne)) as est_connu
from (
    select
        'organisme' as objet,
        objet_id,
        table_nom,
        contenu,
        nb_lignes
    from ligne_attendue_organisme
    union all
    select
        'centre' as objet,
        objet_id,
        table_nom,
        contenu,
        nb_lignes
    from ligne_attendue_centre
) as ligne
inner join poids_completude as champ
    on ligne.table_nom = champ.table_nom;

comment on view champ_attendu is
'Une ligne par objet (organisme, centre) et par champ attendu : son poids, et s''il est connu';

-- Établie à la construction : lire chaque champ de chaque ligne est trop long pour chaque page.
create view partie_attendue as
select
    objet,
    objet_id,
    partie,
    sum(poids) as poids_attendu,
    coalesce(sum(poids) filter (where est_connu), 0) as poids_connu,
    count(*) filter (where est_connu) as nb_connus,
    count(*) as nb_attendus
from champ_attendu
group by objet, objet_id, partie;

comment on view partie_attendue is
'Une ligne par objet (organisme, centre) et par partie de son dossier : poids et champs attendus et connus';

create macro part_pesee(poids_connu, poids_attendu, garde) as
coalesce(sum(poids_connu) filter (where garde), 0) / nullif(sum(poids_attendu) filter (where garde), 0);

create view dossier_centre as
select
    objet_id as centre_id,
    part_pesee(poids_connu, poids_attendu, true) as part_completude,
    cast(sum(nb_connus) as BIGINT) as nb_connus,
    cast(sum(nb_attendus) as BIGINT) as nb_attendus,
    part_pesee(poids_connu, poids_attendu, partie = 'identite') as part_identite,
    part_pesee(poids_connu, poids_attendu, partie = 'equipement') as part_equipement,
    part_pesee(poids_connu, poids_attendu, partie = 'services') as part_services,
    part_pesee(poids_connu, poids_attendu, partie = 'activite') as part_activite
from partie_attendue
where objet = 'centre'
group by objet_id;

comment on view dossier_centre is
'Une ligne par centre de santé : la part connue de son dossier, et de chacune de ses parties';

create view objet_attendu as
select
    'organisme' as objet,
    organisme_id as objet_id,
    region_code,
    source_id,
    nature
from organisme_situe
union all
select
    'centre' as objet,
    centre_id as objet_id,
    region_code,
    source_id,
    nature
from centre_situe;

comment on view objet_attendu is
'Une ligne par organisme ou centre dont on attend un dossier : où il est, d''où vient sa ligne';
