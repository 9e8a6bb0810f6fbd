-- Question : Qu'a déclaré chaque centre, chaque année où il était ouvert ?
-- Grain    : une ligne par centre et par année, y compris sans réponse
-- Un centre fermé à une date inconnue n'est attendu que des années où il a répondu.
create view centre_exercice as
with

annees as (
    select distinct annee
    from centre_activite
)

select
    centre.centre_id,
    annees.annee,
    activite.centre_id is not null as est_renseigne,
    activite.nb_consultations,
    activite.nb_accouchements,
    activite.nb_depistages_vih,
    activite.nb_vih_positifs,
    activite.nb_sous_arv,
    activite.nb_tb_traites,
    activite.nb_palu_testes,
    activite.nb_palu_confirmes,
    activite.nb_palu_traites,
    activite.recettes_fcfa,
    activite.charges_fcfa,
    coalesce(activite.masques, []) as masques,
    coalesce(activite.source_id, centre.source_id) as source_id,
    coalesce(activite.nature, centre.nature) as nature
from centre
cross join annees
left join centre_activite_diffusable as activite
    on centre.centre_id = activite.centre_id and annees.annee = activite.annee
where
    activite.centre_id is not null
    or (
        coalesce(year(debut_de(centre.date_ouverture)) <= annees.annee, true)
        and (
            centre.statut_operationnel = 'ouvert'
            or (
                centre.statut_operationnel = 'ferme'
                and year(debut_de(centre.date_fermeture)) >= annees.annee
            )
        )
    );

comment on view centre_exercice is
'Une ligne par centre et par année où il était ouvert : son activité, petits nombres masqués';
