-- Question : Que disent les centres ouverts d'un service, ou de leurs items traceurs ?
-- Grain    : macros ; une ligne par centre ouvert, comme l'attendent les fichiers de queries/mesures
-- 1 si le centre offre le service, 0 sinon ; NULL quand il n'a pas été demandé.
create macro disponibilite_de(service_cherche) as table (
    select
        centre.centre_id as entite_id,
        null::INTEGER as annee,
        reponse.disponible::INTEGER::DOUBLE as numerateur,
        case when reponse.disponible is not null then 1 end::DOUBLE as denominateur,
        false as est_masque,
        coalesce(reponse.source_id, centre.source_id) as source_id,
        coalesce(reponse.nature, centre.nature) as nature
    from centre_situe as centre
    left join centre_service as reponse
        on centre.centre_id = reponse.centre_id and reponse.service = service_cherche
    where centre.est_ouvert
);

-- Le score d'un centre sur les services de la liste qu'il offre ; NULL si des items n'ont pas été comptés.
create macro preparation_de(services_cherches) as table (
    with

    items as (
        select
            centre_id,
            sum(items_traceurs_presents) as presents,
            sum(items_traceurs_attendus) as attendus,
            bool_and(items_traceurs_presents is not null and items_traceurs_attendus > 0)
                as est_complet,
            string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
            string_agg(distinct nature, ' ; ' order by nature) as nature
        from centre_service
        where list_contains(services_cherches, service) and disponible
        group by centre_id
    )

    select
        centre.centre_id as entite_id,
        null::INTEGER as annee,
        case when items.est_complet then items.presents / nullif(items.attendus, 0) end::DOUBLE
            as numerateur,
        case when items.est_complet then 1 end::DOUBLE as denominateur,
        false as est_masque,
        items.source_id,
        items.nature
    from centre_situe as centre
    inner join items
        on centre.centre_id = items.centre_id
    where centre.est_ouvert
);
