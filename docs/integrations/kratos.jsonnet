// What Ory Kratos sends to Token Courier: its code is under another name in each template.
function(ctx)
  local get(object, name) =
    if std.isObject(object) && std.objectHas(object, name) then object[name] else null;
  local firstOf(values) =
    local known = std.filter(function(value) value != null && value != '', values);
    if std.length(known) > 0 then known[0] else null;
  local data = get(ctx, 'template_data');
  local identity = get(data, 'identity');
  {
    to: ctx.recipient,
    code: firstOf([
      get(data, name)
      for name in ['login_code', 'registration_code', 'verification_code', 'recovery_code']
    ]),
    purpose: ctx.template_type,
    user_id: get(identity, 'id'),
    locale: firstOf([
      get(get(data, 'transient_payload'), 'locale'),
      get(get(identity, 'traits'), 'locale'),
    ]),
    expires_in_minutes: get(data, 'expires_in_minutes'),
  }
