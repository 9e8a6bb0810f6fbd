-- Question : Où en est chaque projet, que lui manque-t-il, et quelles offres lui répondent ?
-- Grain    : une ligne par projet (projet_situe) ; une ligne par besoin ouvert et offre qui parle du même
--            thème, ou du financement qui lui manque (appariement)
-- Les trois ateliers de l'ADOSM 2 (16 mai 2024) : construire et équiper ; numérique et parcours ; financer.
create macro atelier_du_theme(theme) as
case
    when theme in ('construction', 'renovation', 'equipement', 'diagnostic') then 'infrastructures'
    when theme in ('connectivite', 'e_sante', 'parcours_soins') then 'numerique'
    when theme = 'financement' then 'financement'
end;

-- Un montant entre deux bornes dont l'une peut manquer ; NULL sans montant ou sans aucune borne.
create macro entre_bornes(montant, minimum, maximum) as
case
    when montant is not null and coalesce(minimum, maximum) is not null
        then montant >= coalesce(minimum, montant) and montant <= coalesce(maximum, montant)
end;

create macro critere(reponse) as
case when reponse then 'oui' when not reponse then 'non' else 'inconnu' end;

create view projet_situe as
with

finances as (
    select
        projet_id,
        count(*) as nb_financements,
        count(*) filter (
            where montant_fcfa is null and statut in ('accorde', 'verse')
        ) as nb_acquis_inconnus,
        cast(coalesce(sum(montant_fcfa) filter (where statut in ('accorde', 'verse')), 0) as BIGINT)
            as acquis_fcfa,
        cast(coalesce(sum(montant_fcfa) filter (where statut = 'demande'), 0) as BIGINT) as demande_fcfa,
        cast(coalesce(sum(montant_fcfa) filter (where statut = 'envisage'), 0) as BIGINT)
            as envisage_fcfa,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id
    from financement_projet
    group by projet_id
),

mesures as (
    select
        projet.projet_id,
        finances.acquis_fcfa,
        finances.demande_fcfa,
        finances.envisage_fcfa,
        finances.source_id as source_financement,
        coalesce(finances.nb_financements, 0) as nb_financements,
        case
            when projet.montant_fcfa is null then 'cout_inconnu'
            when finances.projet_id is null then 'financement_inconnu'
            when finances.acquis_fcfa >= projet.montant_fcfa then 'couvert'
            when finances.nb_acquis_inconnus > 0 then 'montant_inconnu'
            else 'connu'
        end as etat_financement
    from projet
    left join finances
        on projet.projet_id = finances.projet_id
)

select
    projet.projet_id,
    projet.intitule_fr,
    projet.intitule_en,
    projet.theme,
    projet.etape,
    projet.date_etape,
    projet.statut,
    projet.organisme_id,
    projet.centre_id,
    projet.montant_fcfa as cout_fcfa,
    mesures.acquis_fcfa,
    mesures.demande_fcfa,
    mesures.envisage_fcfa,
    mesures.nb_financements,
    mesures.etat_financement,
    organisme.nom as porteur,
    organisme.type_organisme,
    centre.nom as centre,
    region.nom as region,
    region.region_code,
    region.district_code,
    case when centre.centre_id is null then organisme.siege_commune else centre.commune end as commune,
    atelier_du_theme(projet.theme) as atelier_adosm,
    case mesures.etat_financement
        when 'connu' then projet.montant_fcfa - mesures.acquis_fcfa
        when 'couvert' then 0
    end as manque_fcfa,
    projet.statut in ('actif', 'suspendu') as est_en_cours,
    projet.statut in ('actif', 'suspendu')
    and projet.etape in ('besoin', 'etude', 'montage', 'accord') as est_ouvert,
    try_cast(projet.date_etape[1:4] as INTEGER) as annee,
    concat_ws(' ; ', projet.source_id, nullif(mesures.source_financement, projet.source_id)) as source_id,
    projet.nature
from projet
inner join mesures
    on projet.projet_id = mesures.projet_id
left join organisme_situe as organisme
    on projet.organisme_id = organisme.organisme_id
left join centre_situe as centre
    on projet.centre_id = centre.centre_id
left join region
    on coalesce(centre.region_code, organisme.region_code) = region.region_code;

comment on view projet_situe is
'Une ligne par projet : qui le porte, où, à quelle étape, ce qu''il coûte et ce qui lui manque (FCFA)';

create macro projets_gardes(district, region, commune, types, atelier) as table (
    select *
    from projet_situe as garde
    where
        retient_un(district, garde.district_code)
        and retient_un(region, garde.region_code)
        and retient_un(commune, garde.commune)
        and retient(types, garde.type_organisme)
        and retient_un(atelier, garde.atelier_adosm)
);

create view appariement as
with

candidats as (
    select
        projet.projet_id,
        offre.offre_id,
        projet.theme = offre.theme as est_meme_theme,
        case when offre.theme = 'financement' then projet.manque_fcfa else projet.cout_fcfa end
            as montant_compare_fcfa,
        case
            when offre.est_nationale then true
            when offre.region_code is not null then offre.region_code = projet.region_code
        end as convient_region,
        entre_bornes(montant_compare_fcfa, offre.montant_min_fcfa, offre.montant_max_fcfa)
            as convient_taille
    from projet_situe as projet
    inner join offre
        on
            projet.theme = offre.theme
            or (offre.theme = 'financement' and projet.etat_financement <> 'couvert')
    where projet.est_ouvert
),

dernieres as (
    select
        projet_id,
        offre_id,
        count(*) as nb_rencontres,
        last(date order by date nulls first, rencontre_id) as date_rencontre,
        last(suite order by date nulls first, rencontre_id) as suite_rencontre
    from rencontre
    group by projet_id, offre_id
)

select
    candidats.projet_id,
    candidats.offre_id,
    candidats.montant_compare_fcfa,
    dernieres.date_rencontre,
    dernieres.suite_rencontre,
    case when candidats.est_meme_theme then 'meme_theme' else 'financement' end as lien_theme,
    critere(candidats.convient_region) as critere_region,
    critere(candidats.convient_taille) as critere_taille,
    case
        when not candidats.convient_region or not candidats.convient_taille then 'ecarte'
        when candidats.convient_region and candidats.convient_taille then 'concorde'
        else 'a_confirmer'
    end as verdict_appariement,
    coalesce(dernieres.nb_rencontres, 0) as nb_rencontres
from candidats
left join dernieres
    on candidats.projet_id = dernieres.projet_id and candidats.offre_id = dernieres.offre_id;

comment on view appariement is
'Une ligne par besoin ouvert et offre qui en parle : sa région et sa taille conviennent-elles ?';
