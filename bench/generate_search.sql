-- Customers for `./dev bench search`, half as many as leads and never less than 50,000: two in five
-- are companies, and two of three persons are contacts of one. One name is rare.
SELECT setseed(0.43);

CREATE TEMP TABLE word AS
SELECT ARRAY['علی', 'زهرا', 'رضا', 'مریم', 'سارا', 'حسین', 'کاوه', 'مینا', 'محمد', 'فاطمه', 'امیر',
             'نرگس', 'پویا', 'شیرین', 'بهرام', 'لیلا', 'داریوش', 'پریسا', 'آرش', 'نگار'] AS first,
       ARRAY['احمد', 'کریم', 'رحیم', 'حسن', 'نور', 'مراد', 'یزدان', 'فرهاد', 'سلیم', 'محمد', 'جعفر',
             'قاسم', 'صادق', 'طاهر', 'عباس', 'اکبر', 'هاشم', 'موسو', 'شریف', 'تقو'] AS last,
       ARRAY['ی', 'پور', 'زاده', 'نیا', 'یان', 'ی‌فرد', 'ی‌نژاد'] AS ending,
       ARRAY['بازرگانی', 'تولیدی', 'مهندسی', 'گروه صنعتی', 'خدمات', 'صنایع چوب', 'مبلمان اداری'] AS trade,
       ARRAY['پارس', 'البرز', 'آریا', 'سپهر', 'کیان', 'مهر', 'نوین', 'خزر', 'آذر', 'زاگرس', 'هیرکان',
             'سهند', 'دماوند'] AS brand;

CREATE TEMP TABLE bench_customer AS
SELECT nextval('res_partner_id_seq') AS id, i,
       -- Two of five numbers are companies, the next two of them contacts of the first.
       i % 5 < 2 AS is_company,
       CASE WHEN i % 5 < 2
            THEN 'شرکت ' || trade[1 + i % 7] || ' ' || brand[1 + i % 13] || ' ' || i / 5
            WHEN i % 10007 = 4 THEN 'گلپایگانی'
            ELSE first[1 + (random() * 19)::int] || ' ' || last[1 + (random() * 19)::int]
                 || ending[1 + (random() * 6)::int] END AS name
  FROM word, generate_series(1, greatest(50000, :size / 2)) AS i;
CREATE INDEX ON bench_customer (i);

INSERT INTO res_partner (id, name, complete_name, active, type, is_company, email, email_normalized,
                         phone, ref, parent_id, commercial_partner_id, commercial_company_name,
                         country_id, autopost_bills, create_date, write_date)
SELECT customer.id, customer.name, concat_ws(', ', company.name, customer.name), true, 'contact',
       customer.is_company, address, address,
       CASE WHEN customer.i % 2 = 0 THEN '0912 ' || lpad((customer.i % 1000)::text, 3, '0') || ' '
                 || lpad((customer.i / 1000)::text, 4, '0')
            ELSE '+98 21 ' || 40000000 + customer.i END,
       CASE WHEN customer.is_company THEN 'C-' || customer.i END,
       company.id, coalesce(company.id, customer.id),
       coalesce(company.name, CASE WHEN customer.is_company THEN customer.name END),
       (SELECT id FROM res_country WHERE code = 'IR'), 'ask', now(), now()
  FROM bench_customer customer
  LEFT JOIN bench_customer company ON customer.i % 5 IN (2, 3) AND company.i = customer.i - 2,
       LATERAL (SELECT 'customer' || customer.i || '@firma' || customer.i % 500 || '.example.com')
               AS written(address)
 ORDER BY md5(customer.i::text);

ANALYZE res_partner;
