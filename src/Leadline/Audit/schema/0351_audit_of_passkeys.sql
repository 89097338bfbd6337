CREATE TRIGGER audit AFTER INSERT OR DELETE ON user_passkey
    FOR EACH ROW EXECUTE FUNCTION audit_change(
        'passkey', 'passkey_id', 'name', 'passkey_id,credential_id,public_key,sign_count,used_on,challenged_on', '', '');
