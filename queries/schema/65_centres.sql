-- Question : Que faut-il pour lister, chercher et trier les centres, et pour compter leurs services ?
-- Grain    : une ligne par centre, par centre et lentille, par centre et service ; macro, une ligne par
--            centre que les filtres et la recherche gardent
-- Établies à la construction : le tri des noms et les jointures coûtent trop cher à chaque page.
create view centre_liste as
with

regions_enquetees as (
    select distinct region_code
    from perimetre
    where est_enquete
),

consultations as (
    select
        centre_id,
        max(annee) as annee,
        arg_max(nb_consultations, annee) as nb_consultations
    from centre_activite_diffusable
    where nb_consultations is not null
    group by centre_id
)

select
    centre.centre_id,
    centre.nom,
    centre.organisme_id,
    coalesce(centre.organisme_sigle, centre.organisme_nom, centre.gestionnaire) as organisme,
    centre.type_organisme,
    centre.relation,
    centre.type_etablissement,
    centre.niveau_soins,
    centre.statut_operationnel,
    centre.est_ouvert,
    centre.region_code,
    centre.district_code,
    region.nom as nom_region,
    coalesce(centre.commune, centre.ville) as commune,
    centre.date_ouverture,
    centre.nb_lits,
    centre.nb_personnel,
    centre.statut_cmu,
    regions_enquetees.region_code is not null as est_enquete,
    consultations.nb_consultations,
    consultations.annee,
    nom_simple(concat_ws(' ', centre.nom, organisme, commune)) as cherche,
    row_number() over (order by centre.nom collate fr asc, centre.centre_id asc) as rang,
    row_number() over (
        order by
            region.nom collate fr asc nulls last,
            centre.nom collate fr asc,
            centre.centre_id asc
    ) as rang_region,
    row_number() over (
        order by niveau.ordre asc nulls last, centre.nom collate fr asc, centre.centre_id asc
    ) as rang_niveau,
    centre.source_id,
    centre.nature
from centre_situe as centre
left join region
    on centre.region_code = region.region_code
left join regions_enquetees
    on centre.region_code = regions_enquetees.region_code
left join consultations
    on centre.centre_id = consultations.centre_id
left join code_liste as niveau
    on centre.niveau_soins = niveau.code and niveau.liste = 'niveau_soins';

comment on view centre_liste is
'Une ligne par centre : ce que la liste en montre, ce qui s''y cherche, son rang dans chaque tri';

create view reponse_service as
select
    liste.rang,
    service.service,
    service.disponible,
    service.items_traceurs_presents,
    service.items_traceurs_attendus,
    preparation(
        service.disponible, service.items_traceurs_presents, service.items_traceurs_attendus
    ) as part_preparation,
    service.source_id,
    service.nature
from centre_service as service
inner join centre_liste as liste
    on service.centre_id = liste.centre_id;

comment on view reponse_service is
'Une ligne par centre (son rang dans centre_liste) et par service : sa réponse, sa préparation';

create view centre_lentille as
select
    reponse.rang,
    choix.lentille,
    count(*) filter (where reponse.disponible) as nb_services_disponibles,
    count(reponse.disponible) as nb_services_demandes
from reponse_service as reponse
inner join lentille_service as choix
    on reponse.service = choix.service
where reponse.disponible is not null
group by reponse.rang, choix.lentille;

comment on view centre_lentille is
'Une ligne par centre et par lentille : services disponibles et services demandés';

-- La liste et ses totaux posent la même sélection. « remplit_conditions » est NULL quand une valeur inconnue
-- empêche de le dire.
create macro centres_gardes(
    choix_district,
    choix_region,
    choix_commune,
    choix_types,
    choix_etablissements,
    choix_relations,
    choix_statuts,
    choix_lentille,
    texte_cherche,
    minima,
    maxima
) as table (
    select
        centre.*,
        services.nb_services_disponibles,
        services.nb_services_demandes,
        remplit(minima, maxima, 1, centre.nb_lits)
        and remplit(minima, maxima, 2, centre.nb_personnel)
        and remplit(minima, maxima, 3, centre.nb_consultations)
        and remplit(minima, maxima, 4, services.nb_services_disponibles) as remplit_conditions
    from centre_liste as centre
    left join centre_lentille as services
        on centre.rang = services.rang and services.lentille = coalesce(choix_lentille, 'toutes')
    where
        retient_un(choix_district, centre.district_code)
        and retient_un(choix_region, centre.region_code)
        and retient_un(choix_commune, centre.commune)
        and retient(choix_types, centre.type_organisme)
        and retient(choix_etablissements, centre.type_etablissement)
        and retient(choix_relations, centre.relation)
        and retient(choix_statuts, centre.statut_operationnel)
        and porte_les_mots(centre.cherche, texte_cherche)
);
