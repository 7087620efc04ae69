with opportunities as (

    select *
    from {{ ref('stg_salesforce__opportunities') }}
    where campaign_name is not null

)

select
    campaign_name,
    count(*) as opportunities,
    count(*) filter (where stage = 'won') as won_opportunities,
    cast(coalesce(sum(amount) filter (where stage = 'won'), 0) as decimal(18, 2)) as won_amount
from opportunities
group by 1
