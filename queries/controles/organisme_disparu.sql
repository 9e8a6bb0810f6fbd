-- Code     : O-7
-- Level    : avertissement
-- Table    : organisme
-- Message  : « {valeur} » ({organisme_id}) était dans la dernière édition et n'est plus dans
--            celle-ci.
-- Why      : Un organisme oublié fait baisser tous les totaux sans que rien n'ait changé.
-- Fix      : Le remettre, ou lui garder sa ligne avec le statut « dissoute » ou « fusionnée ».
-- Returns  : une ligne par organisme disparu, sans numéro de ligne ; aucune quand la règle est
--            respectée
with

nouveaux as (
    select nom
    from organisme
    where organisme_id not in (select connu.organisme_id from precedente.organisme as connu)
),

disparus as (
    select
        organisme_id,
        nom
    from precedente.organisme
    where organisme_id not in (select present.organisme_id from organisme as present)
)

select
    cast(null as BIGINT) as ligne,
    'organisme_id' as colonne,
    nom as valeur,
    organisme_id
from disparus
where mots_tries(nom) not in (select mots_tries(nouveaux.nom) from nouveaux)
order by organisme_id asc
