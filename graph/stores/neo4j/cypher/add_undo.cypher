CREATE (:_AllianceUndo {id: $load + ':' + toString($number), load: $load, number: $number, facts: $facts})
