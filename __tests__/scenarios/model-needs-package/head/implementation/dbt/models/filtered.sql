select id from {{ ref('items') }} {{ shop_tools.only_open() }} {{ shop_tools.only_mine() }} order by id
