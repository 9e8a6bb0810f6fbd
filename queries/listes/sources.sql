-- Question : Quel est le document derrière chaque identifiant de source ?
-- Grain    : une ligne par document
-- Params   : aucun
-- Returns  : source_id          VARCHAR    identifiant
--            titre              VARCHAR    titre
--            editeur            VARCHAR    éditeur ou site
--            date_publication   VARCHAR    date ISO, complète ou partielle
--            url                VARCHAR    adresse
--            page               VARCHAR    page ou passage
--            licence            VARCHAR    licence
--            consulte_le        DATE       date de consultation
--            note_fr            VARCHAR    réserve, en français
--            note_en            VARCHAR    réserve, en anglais
-- Source   : data/reference/source.csv et source.csv du jeu en usage
select
    source_id,
    titre,
    editeur,
    date_publication,
    url,
    page,
    licence,
    consulte_le,
    note_fr,
    note_en
from source
order by source_id asc
