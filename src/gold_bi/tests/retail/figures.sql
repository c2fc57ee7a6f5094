-- Revenue, orders and customers per month, from the text of the files alone, which the table raw_lines holds.
-- A line that is there more than once counts once. Revenue is every line's quantity times its price, so that credit
-- notes, fees and adjustments are in it with their sign. An order has at least one line of goods: it is no credit note,
-- has a price, and its product is none of the codes for money. A customer is known and has such a line.
WITH lines AS (
    SELECT DISTINCT * FROM raw_lines
), judged AS (
    SELECT substr(invoice_date, 1, 7) AS month,
           quantity::numeric * unit_price::numeric AS amount,
           upper(invoice) AS invoice,
           replace(customer, '.0', '') AS customer,
           upper(invoice) NOT SIMILAR TO 'C[0-9]%' AND unit_price::numeric <> 0
               AND upper(stock_code) NOT IN
                   ('POST', 'DOT', 'C2', 'M', 'D', 'B', 'S', 'CRUK', 'BANK CHARGES', 'AMAZONFEE')
               AND upper(stock_code) NOT LIKE 'GIFT%' AS goods
      FROM lines
)
SELECT month, sum(amount), count(DISTINCT invoice) FILTER (WHERE goods),
       count(DISTINCT customer) FILTER (WHERE goods AND customer <> '')
  FROM judged GROUP BY month ORDER BY month
