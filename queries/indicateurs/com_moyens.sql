-- Question : Quels moyens promis par le COM l'organisme a-t-il reçus ?
-- Grain    : une ligne par moyen et année
-- Params   : com                VARCHAR    COM à garder ; NULL garde tout
--            annee              INTEGER    année à garder ; NULL garde tout
-- Returns  : com_id             VARCHAR    COM
--            annee              INTEGER    année
--            moyen_fr           VARCHAR    moyen
--            moyen_en           VARCHAR    moyen, en anglais
--            debiteur           VARCHAR    partie qui le doit
--            unite              VARCHAR    code
--            prevu              DOUBLE     dans l'unité de la ligne
--            mis_a_disposition  DOUBLE     dans l'unité de la ligne ; NULL si inconnu
--            part_mise_a_disposition DOUBLE reçu sur prévu, de 0 à 1
--            prevu_unite        DOUBLE     total prévu de l'année dans cette unité ; NULL si incomplet
--            mis_unite          DOUBLE     total reçu de l'année dans cette unité ; NULL si incomplet
--            part_unite         DOUBLE     reçu sur prévu, tous les moyens de cette unité
--            nb_organismes      BIGINT     1 : la ligne est celle d'un organisme
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : FCFA ou personnes, selon le moyen
-- Value    : part_mise_a_disposition
-- Base     : moyens promis
-- Behind   : nb_organismes
-- Denom    : moyens prévus par le contrat, dans la même unité
-- Formula  : mis à disposition ÷ prévu ; les unités ne s'additionnent pas entre elles
-- Owner    : com_id
-- Source   : table com_moyen
select
    moyen.com_id,
    moyen.annee,
    moyen.libelle_fr as moyen_fr,
    moyen.libelle_en as moyen_en,
    moyen.debiteur,
    moyen.unite,
    moyen.prevu,
    moyen.mis_a_disposition,
    moyen.mis_a_disposition / nullif(moyen.prevu, 0) as part_mise_a_disposition,
    total.prevu as prevu_unite,
    total.mis_a_disposition as mis_unite,
    total.mis_a_disposition / nullif(total.prevu, 0) as part_unite,
    1::BIGINT as nb_organismes,
    moyen.source_id,
    moyen.nature
from com_moyen as moyen
inner join moyens_com as total
    on moyen.com_id = total.com_id and moyen.annee = total.annee and moyen.unite = total.unite
where retient_un($com::VARCHAR, moyen.com_id) and retient_un($annee::INTEGER, moyen.annee)
order by moyen.com_id asc, moyen.annee asc, moyen.unite asc, moyen.moyen_id asc
