-- Question : À quelle classe des comptes de la santé un code appartient-il ?
-- Grain    : macro ; HP.5.1 donne HP.5
create macro classe_sha(code) as
array_to_string(list_slice(string_split(code, '.'), 1, 2), '.');
