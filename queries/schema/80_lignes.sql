-- Question : De quelles lignes des tables de l'étude un chiffre vient-il ?
-- Grain    : une ligne par ligne gardée d'une table de l'étude
-- « contenu » est la ligne entière, en JSON : les tables n'ont pas les mêmes colonnes. Les effectifs de
-- malades de 1 à 4 n'y sont pas : ces deux tables sont lues par leur vue diffusable.
create view ligne_etude as
select
    'organisme_exercice' as table_nom,
    'organisme' as entite,
    ligne_lue.organisme_id as entite_id,
    ligne_lue.annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from organisme_exercice as ligne_lue
union all
select
    'prestation_acte' as table_nom,
    'organisme' as entite,
    ligne_lue.organisme_id as entite_id,
    ligne_lue.annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from prestation_acte as ligne_lue
union all
select
    'prestation_pathologie' as table_nom,
    'organisme' as entite,
    montree.organisme_id as entite_id,
    montree.annee,
    prestation_pathologie.ligne,
    montree.source_id,
    montree.nature,
    cast(to_json(montree) as VARCHAR) as contenu
from prestation_pathologie_diffusable as montree
inner join prestation_pathologie
    on
        montree.organisme_id = prestation_pathologie.organisme_id
        and montree.annee = prestation_pathologie.annee
        and montree.pathologie = prestation_pathologie.pathologie
union all
select
    'depense_sha' as table_nom,
    'organisme' as entite,
    ligne_lue.organisme_id as entite_id,
    ligne_lue.annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from depense_sha as ligne_lue
union all
select
    'implantation' as table_nom,
    'organisme' as entite,
    ligne_lue.organisme_id as entite_id,
    ligne_lue.annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from implantation as ligne_lue
union all
select
    'organisme' as table_nom,
    'organisme' as entite,
    ligne_lue.organisme_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from organisme as ligne_lue
union all
select
    'organisme_statut' as table_nom,
    'organisme' as entite,
    ligne_lue.organisme_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from organisme_statut as ligne_lue
union all
select
    'centre_activite' as table_nom,
    'centre' as entite,
    montree.centre_id as entite_id,
    montree.annee,
    centre_activite.ligne,
    montree.source_id,
    montree.nature,
    cast(to_json(montree) as VARCHAR) as contenu
from centre_activite_diffusable as montree
inner join centre_activite
    on montree.centre_id = centre_activite.centre_id and montree.annee = centre_activite.annee
union all
select
    'centre_service' as table_nom,
    'centre' as entite,
    ligne_lue.centre_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from centre_service as ligne_lue
union all
select
    'centre' as table_nom,
    'centre' as entite,
    ligne_lue.centre_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from centre as ligne_lue
union all
select
    'lien_reseau' as table_nom,
    null as entite,
    null as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from lien_reseau as ligne_lue
union all
select
    'fait_publie' as table_nom,
    ligne_lue.entite,
    ligne_lue.entite_id,
    ligne_lue.annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from fait_publie as ligne_lue
union all
select
    'affirmation' as table_nom,
    null as entite,
    null as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from affirmation as ligne_lue
union all
select
    'perimetre' as table_nom,
    'region' as entite,
    ligne_lue.region_code as entite_id,
    ligne_lue.annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from perimetre as ligne_lue
union all
select
    'projet' as table_nom,
    'projet' as entite,
    ligne_lue.projet_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from projet as ligne_lue
union all
select
    'financement_projet' as table_nom,
    'projet' as entite,
    ligne_lue.projet_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from financement_projet as ligne_lue
union all
select
    'com_contrat' as table_nom,
    'com' as entite,
    ligne_lue.com_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from com_contrat as ligne_lue
union all
select
    'com_axe' as table_nom,
    'com' as entite,
    ligne_lue.com_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from com_axe as ligne_lue
union all
select
    'com_objectif' as table_nom,
    null as entite,
    null as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from com_objectif as ligne_lue
union all
select
    'com_indicateur' as table_nom,
    'com_indicateur' as entite,
    ligne_lue.indicateur_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from com_indicateur as ligne_lue
union all
select
    'com_cible' as table_nom,
    'com_indicateur' as entite,
    ligne_lue.indicateur_id as entite_id,
    ligne_lue.annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from com_cible as ligne_lue
union all
select
    'com_mesure' as table_nom,
    'com_indicateur' as entite,
    ligne_lue.indicateur_id as entite_id,
    ligne_lue.annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from com_mesure as ligne_lue
union all
select
    'com_evaluation' as table_nom,
    'com' as entite,
    ligne_lue.com_id as entite_id,
    ligne_lue.annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from com_evaluation as ligne_lue
union all
select
    'com_moyen' as table_nom,
    'com' as entite,
    ligne_lue.com_id as entite_id,
    ligne_lue.annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from com_moyen as ligne_lue
union all
select
    'jalon' as table_nom,
    'organisme' as entite,
    ligne_lue.organisme_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from jalon as ligne_lue
union all
select
    'activite' as table_nom,
    'region' as entite,
    ligne_lue.region_code as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from activite as ligne_lue
union all
select
    'activite_partenaire' as table_nom,
    'organisme' as entite,
    ligne_lue.organisme_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from activite_partenaire as ligne_lue
union all
select
    'convention' as table_nom,
    null as entite,
    null as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from convention as ligne_lue
union all
select
    'offre' as table_nom,
    'organisme' as entite,
    ligne_lue.organisme_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from offre as ligne_lue
union all
select
    'rencontre' as table_nom,
    'projet' as entite,
    ligne_lue.projet_id as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from rencontre as ligne_lue
union all
select
    'modele_reference' as table_nom,
    null as entite,
    null as entite_id,
    null as annee,
    ligne_lue.ligne,
    ligne_lue.source_id,
    ligne_lue.nature,
    cast(to_json(ligne_lue) as VARCHAR) as contenu
from modele_reference as ligne_lue;

comment on view ligne_etude is
'Une ligne par ligne gardée d''une table de l''étude : de qui, quelle année, d''où, et son contenu en JSON';
