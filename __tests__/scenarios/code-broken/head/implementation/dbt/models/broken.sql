select id,
from (select 1 as id
