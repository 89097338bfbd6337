-- The keys with which ASP.NET protects what it hands out to browsers: the tokens in forms. They are the server's, not an account's,
-- as a node needs them before it knows whose portal is asked for. A new one is made every three months.
CREATE TABLE data_protection_key (
    name text PRIMARY KEY,
    xml text NOT NULL
);
