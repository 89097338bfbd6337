CREATE TABLE audit_entry (
    account_id integer NOT NULL,
    entry_id uuid NOT NULL,
    occurred_on timestamptz NOT NULL,
    user_id uuid,
    access_key text,
    address text,
    action text NOT NULL,
    kind text NOT NULL,
    record text NOT NULL,
    name text,
    before jsonb,
    after jsonb,
    PRIMARY KEY (account_id, entry_id)
);

COMMENT ON TABLE audit_entry IS 'Who changed what of the account''s users, rights, keys and settings; written by triggers with the change itself';
COMMENT ON COLUMN audit_entry.entry_id IS 'Rises with time';
COMMENT ON COLUMN audit_entry.access_key IS 'The public half of the key that the call carried; command line where an operator did it there';
COMMENT ON COLUMN audit_entry.before IS 'The members that were changed, as they were; secrets are told by their names alone';

CREATE INDEX audit_entry_user ON audit_entry (account_id, user_id, entry_id);
CREATE INDEX audit_entry_record ON audit_entry (account_id, kind, record, entry_id);

CREATE FUNCTION audit_entry_id(moment timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT (lpad(to_hex(us / 1000), 12, '0') || '7' || lpad(to_hex(us % 1000), 3, '0') || '8'
        || substr(md5(random()::text), 1, 15))::uuid
    FROM (SELECT (extract(epoch FROM moment) * 1000000)::bigint AS us) m
$$;

-- Writes a change down where the transaction says who makes it: not what the server does by itself, nor a restored backup.
-- Arguments: the kind; the columns of the id and of the name; what is no change; what is secret; a column of JSON whose
-- members count as columns. Lists are separated by commas.
CREATE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changer jsonb := nullif(current_setting('leadline.changed_by', true), '')::jsonb;
    old_row jsonb;
    new_row jsonb;
    whole jsonb;
    idle text[] := ARRAY['account_id', 'created_on', 'created_by', 'modified_on', 'modified_by', 'version']
        || string_to_array(TG_ARGV[3], ',');
    secret text[] := string_to_array(TG_ARGV[4], ',');
    moment timestamptz := clock_timestamp();
BEGIN
    IF changer IS NULL THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        old_row := to_jsonb(OLD);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        new_row := to_jsonb(NEW);
    END IF;
    whole := coalesce(new_row, old_row);
    IF TG_ARGV[5] <> '' THEN
        old_row := (old_row - TG_ARGV[5]) || coalesce(old_row -> TG_ARGV[5], '{}');
        new_row := (new_row - TG_ARGV[5]) || coalesce(new_row -> TG_ARGV[5], '{}');
    END IF;
    SELECT jsonb_object_agg(key, CASE WHEN key = ANY (secret) THEN '"…"' ELSE old_row -> key END)
            FILTER (WHERE coalesce(old_row -> key, 'null') <> 'null'),
        jsonb_object_agg(key, CASE WHEN key = ANY (secret) THEN '"…"' ELSE new_row -> key END)
            FILTER (WHERE coalesce(new_row -> key, 'null') <> 'null')
    INTO old_row, new_row
    FROM jsonb_object_keys(coalesce(old_row, '{}') || coalesce(new_row, '{}')) AS key
    WHERE key <> ALL (idle) AND coalesce(old_row -> key, 'null') <> coalesce(new_row -> key, 'null');
    IF TG_OP = 'UPDATE' AND old_row IS NULL AND new_row IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO audit_entry (account_id, entry_id, occurred_on, user_id, access_key, address, action, kind, record, name,
        before, after)
    VALUES (
        (whole ->> 'account_id')::integer,
        audit_entry_id(moment),
        moment,
        coalesce((changer ->> 'user')::uuid, CASE WHEN TG_ARGV[0] = 'session' THEN (whole ->> 'user_id')::uuid END),
        changer ->> 'key',
        changer ->> 'address',
        CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'changed' ELSE 'deleted' END,
        TG_ARGV[0],
        (SELECT string_agg(whole ->> id, '/' ORDER BY place)
            FROM unnest(string_to_array(TG_ARGV[1], ',')) WITH ORDINALITY AS ids (id, place)),
        whole ->> TG_ARGV[2],
        old_row,
        new_row);
    RETURN NULL;
END
$$;

CREATE TRIGGER audit AFTER UPDATE ON account
    FOR EACH ROW EXECUTE FUNCTION audit_change('account', 'account_id', 'name', '', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON app_user
    FOR EACH ROW EXECUTE FUNCTION audit_change('user', 'user_id', 'email', 'user_id', 'password_hash', 'profile');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON api_key
    FOR EACH ROW EXECUTE FUNCTION audit_change('key', 'access_key', 'name', 'access_key', 'secret_hash', '');
CREATE TRIGGER audit AFTER INSERT OR DELETE ON user_session
    FOR EACH ROW EXECUTE FUNCTION audit_change(
        'session', 'session_id', '', 'session_id,seen_on,expires_on,secret_hash', '', '');
CREATE TRIGGER audit_invitation AFTER INSERT ON user_proof
    FOR EACH ROW WHEN (NEW.kind = 'invitation')
    EXECUTE FUNCTION audit_change('invitation', 'user_id', '', 'proof_id,secret_hash,kind', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON user_second_factor
    FOR EACH ROW EXECUTE FUNCTION audit_change(
        'secondFactor', 'user_id', '', 'user_id,last_step,failures,locked_until', 'sealed_secret', '');
CREATE TRIGGER audit AFTER INSERT OR DELETE ON user_identity
    FOR EACH ROW EXECUTE FUNCTION audit_change('identity', 'user_id', '', 'user_id', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON sales_group
    FOR EACH ROW EXECUTE FUNCTION audit_change('group', 'group_id', 'name', 'group_id', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON sales_group_member
    FOR EACH ROW EXECUTE FUNCTION audit_change('groupMember', 'group_id,user_id', '', '', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON permission_template
    FOR EACH ROW EXECUTE FUNCTION audit_change('permissionTemplate', 'template_id', 'name', 'template_id', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON field
    FOR EACH ROW EXECUTE FUNCTION audit_change('field', 'owner,schema_name', 'schema_name', 'position', '', 'definition');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON activity_type
    FOR EACH ROW EXECUTE FUNCTION audit_change('activityType', 'event_code', 'name', 'type_id', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON opportunity_type
    FOR EACH ROW EXECUTE FUNCTION audit_change('opportunityType', 'event_code', 'plural_name', '', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON task_type
    FOR EACH ROW EXECUTE FUNCTION audit_change('taskType', 'task_type_id', 'name', 'task_type_id', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON company_type
    FOR EACH ROW EXECUTE FUNCTION audit_change('companyType', 'type_id', 'name', 'type_id', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON service_desk
    FOR EACH ROW EXECUTE FUNCTION audit_change('serviceDesk', 'account_id', '', 'refresh_after', '', 'settings');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON desk_definition
    FOR EACH ROW EXECUTE FUNCTION audit_change('deskDefinition', 'definition_id', 'kind', 'definition_id', '', 'definition');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON mailbox
    FOR EACH ROW EXECUTE FUNCTION audit_change('mailbox', 'mailbox_id', 'user_name',
        'mailbox_id,uid_validity,last_uid,taken,refused,last_checked_on,last_error,failures,due_on,holder,held_until',
        'secret', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON portal
    FOR EACH ROW EXECUTE FUNCTION audit_change('portal', 'portal_id', 'name', 'portal_id', '', 'settings');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON portal_token
    FOR EACH ROW EXECUTE FUNCTION audit_change('portalToken', 'token_id', 'kind', 'token_id', 'secret_hash', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON webhook
    FOR EACH ROW EXECUTE FUNCTION audit_change('webhook', 'webhook_id', 'url',
        'webhook_id,status_reason,failures,due_on,cluster,tx,event_id,passed,position,node,held_until', 'headers', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON email_template
    FOR EACH ROW EXECUTE FUNCTION audit_change('emailTemplate', 'template_id', 'name', 'template_id,name_key', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON email_settings
    FOR EACH ROW EXECUTE FUNCTION audit_change('emailSettings', 'account_id', '', 'link_key,next_slot', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON data_table
    FOR EACH ROW EXECUTE FUNCTION audit_change('table', 'table_id', 'name', 'table_id,row_count', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON lead_setting
    FOR EACH ROW EXECUTE FUNCTION audit_change('leadSettings', 'account_id', '', '', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON sales_setting
    FOR EACH ROW EXECUTE FUNCTION audit_change('salesSettings', 'account_id', '', '', '', '');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON macro
    FOR EACH ROW EXECUTE FUNCTION audit_change('macro', 'macro_id', 'name', 'macro_id', '', '');
CREATE TRIGGER audit_deletion AFTER INSERT ON lead_job
    FOR EACH ROW WHEN (NEW.action = 'delete')
    EXECUTE FUNCTION audit_change('leadDeletion', 'job_id', 'action',
        'job_id,user_id,state,action,values,filter,cursor,is_collected,leased_until', '', '');
CREATE TRIGGER audit AFTER INSERT ON personal_request
    FOR EACH ROW EXECUTE FUNCTION audit_change('personalRequest', 'request_id', '',
        'request_id,user_id,state,progress,leased_until', '', '');
