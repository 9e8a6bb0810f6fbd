-- Question : Que regarde une lentille (paludisme, tuberculose, VIH, maternité) ?
-- Grain    : une ligne par lentille et par service, mesure d'activité ou pathologie
-- Une lentille est une façon de lire les centres ; « toutes » ne retire rien.
create view lentille_service as
select
    choix.lentille,
    choix.service
from (
    values
    ('palu', 'palu_diagnostic'),
    ('palu', 'palu_traitement'),
    ('tb', 'tb_diagnostic'),
    ('tb', 'tb_traitement'),
    ('vih', 'depistage_vih'),
    ('vih', 'soins_vih'),
    ('vih', 'arv'),
    ('vih', 'ptme'),
    ('maternite', 'cpn'),
    ('maternite', 'accouchement'),
    ('maternite', 'ptme'),
    ('maternite', 'planification_familiale'),
    ('maternite', 'vaccination')
) as choix (lentille, service)
union all
select distinct
    'toutes' as lentille,
    service
from centre_service;

comment on view lentille_service is 'Une ligne par lentille et par service qu''elle regarde';

create view lentille_mesure as
select
    choix.lentille,
    choix.mesure
from (
    values
    ('palu', 'nb_palu_testes'),
    ('palu', 'nb_palu_confirmes'),
    ('palu', 'nb_palu_traites'),
    ('tb', 'nb_tb_traites'),
    ('vih', 'nb_depistages_vih'),
    ('vih', 'nb_vih_positifs'),
    ('vih', 'nb_sous_arv'),
    ('maternite', 'nb_accouchements'),
    ('toutes', 'nb_consultations'),
    ('toutes', 'nb_accouchements'),
    ('toutes', 'nb_palu_testes'),
    ('toutes', 'nb_palu_confirmes'),
    ('toutes', 'nb_palu_traites'),
    ('toutes', 'nb_tb_traites'),
    ('toutes', 'nb_depistages_vih'),
    ('toutes', 'nb_vih_positifs'),
    ('toutes', 'nb_sous_arv')
) as choix (lentille, mesure);

comment on view lentille_mesure is
'Une ligne par lentille et par colonne de centre_activite qu''elle regarde';

create view lentille_pathologie as
select
    choix.lentille,
    choix.pathologie
from (
    values
    ('palu', 'paludisme'),
    ('tb', 'tb'),
    ('vih', 'vih'),
    ('toutes', 'paludisme'),
    ('toutes', 'tb'),
    ('toutes', 'vih'),
    ('avec_autres', 'paludisme'),
    ('avec_autres', 'tb'),
    ('avec_autres', 'vih'),
    ('avec_autres', 'autre')
) as choix (lentille, pathologie);

comment on view lentille_pathologie is 'Une ligne par lentille et par pathologie qu''elle regarde';

-- La préparation d'un centre à un service qu'il offre : items traceurs présents sur attendus, de 0 à 1.
create macro preparation(disponible, presents, attendus) as
case when disponible then presents / nullif(attendus, 0) end;
