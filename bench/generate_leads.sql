-- :size leads, written as the ORM would have: 15 % in groups of 2 to 6 that share an e-mail, a
-- phone or a customer, each in spellings of their own; 500 behind one switchboard; Persian and
-- Latin names. The same rows for every database.
SELECT setseed(0.42);

CREATE TEMP TABLE person AS
SELECT i,
       -- The last 15 % stand in groups: 20 rows are groups of 2, 3, 4, 5 and 6.
       CASE WHEN i > size * 0.85
            THEN (i / 20) * 5 + CASE WHEN i % 20 < 2 THEN 0 WHEN i % 20 < 5 THEN 1
                                     WHEN i % 20 < 9 THEN 2 WHEN i % 20 < 14 THEN 3 ELSE 4 END
       END AS grp,
       -- One name is rare.
       CASE WHEN i % 20011 = 7 THEN 'پروانه گلپایگانی' ELSE
       (ARRAY['علی', 'زهرا', 'Reza', 'مریم', 'Sara', 'حسين', 'کاوه', 'Mina'])[1 + i % 8] || ' ' ||
       (ARRAY['محمدی', 'Karimi', 'رضایی', 'كريمي', 'Ahmadi', 'نوری', 'یزدان‌پناه'])[1 + i % 7] END AS contact,
       CASE WHEN i % 3 = 0 THEN 'شرکت پارس ' || i % (size / 10) END AS company
  FROM generate_series(1, :size) AS i, (SELECT :size AS size) AS s;

INSERT INTO res_partner (name, complete_name, active, type, is_company, email, email_normalized,
                         commercial_partner_id, company_id, autopost_bills, create_date, write_date)
SELECT 'مشتری ' || grp, 'مشتری ' || grp, true, 'contact', false, NULL, NULL, NULL, NULL, 'ask', now(), now()
  FROM (SELECT DISTINCT grp FROM person WHERE grp % 3 = 2) AS groups;
UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL;
CREATE TEMP TABLE customer AS
SELECT id, substr(name, 7)::int AS grp FROM res_partner WHERE name LIKE 'مشتری %';

INSERT INTO crm_lead (name, type, active, stage_id, team_id, user_id, company_id, country_id,
                      priority, probability, automated_probability, won_status, contact_name,
                      partner_name, partner_id, email_from, email_normalized, email_domain_criterion,
                      phone, phone_sanitized, create_date, write_date, date_open)
SELECT 'Request ' || i, CASE WHEN i % 3 = 0 THEN 'opportunity' ELSE 'lead' END, true,
       (SELECT min(id) FROM crm_stage), (SELECT min(id) FROM crm_team), 2, 1,
       (SELECT id FROM res_country WHERE code = 'IR'),
       -- Stars that go by nothing else: the list begins with these.
       (ARRAY['0', '0', '0', '0', '0', '1', '2', '3'])[1 + (hashint4(i) & 7)], 10, 10, 'pending', contact,
       company, customer.id, email, lower(email), CASE WHEN i % 3 = 0 THEN '@' || split_part(email, '@', 2) ELSE lower(email) END,
       phone, '+98' || right(translate(phone, '۰۱۲۳۴۵۶۷۸۹- ', '0123456789'), 10),
       now() - i * interval '1 minute', now(), now()
  FROM (
    SELECT person.*,
           CASE WHEN grp % 3 = 0 THEN 'Group' || grp || '@co' || grp % (:size / 10) || '.example.com'
                WHEN i % 3 = 0 THEN 'p' || i || '@co' || i % (:size / 10) || '.example.com'
                ELSE 'p' || i || '@gmail.com' END AS email,
           CASE WHEN i <= 500 THEN '021-88776655'
                WHEN grp % 3 = 1 AND i % 2 = 0 THEN '0912' || lpad((grp % 10000000)::text, 7, '0')
                WHEN grp % 3 = 1 THEN '+98 912 ' || translate(lpad((grp % 10000000)::text, 7, '0'), '0123456789', '۰۱۲۳۴۵۶۷۸۹')
                ELSE '0935' || lpad(i::text, 7, '0') END AS phone
      FROM person
  ) AS written
  LEFT JOIN customer USING (grp)
  -- Spread over the table, as duplicates come at any time; without an order the plan of this very
  -- statement would choose one.
 ORDER BY md5(i::text);
ANALYZE crm_lead;
ANALYZE res_partner;
