-- Accounts and sign-in. The tables better-auth works with keep its column names; they and ours are read and written
-- by the LOGIN role asylia_auth alone: the app's role has no grant on any of them, so nothing that happens in a
-- request's transaction can reach a password, a second factor or a session.
create table auth_organisation (
  id uuid primary key,
  name text not null unique check (name <> ''),
  -- What it is in the referral mechanism: 'ngo', 'police', 'central_authority' …
  kind text not null check (kind ~ '^[a-z][a-z_]*$'),
  created_at timestamptz not null default now()
);

create table auth_user (
  id uuid primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  "emailVerified" boolean not null default false,
  image text,
  "twoFactorEnabled" boolean default false,
  role text not null,
  organisation uuid not null references auth_organisation,
  -- An account of the made-up country: its one-time links need no second factor.
  demo boolean not null default false,
  "lockedAt" timestamptz,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index auth_user_organisation on auth_user (organisation);

create table auth_session (
  id uuid primary key,
  token text not null unique,
  "userId" uuid not null references auth_user on delete cascade,
  -- 'full': signed in with two factors or a passkey; 'partial': may only set one up.
  assurance text not null check (assurance in ('full', 'partial')),
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null,
  -- The library has columns for these; the constraints keep them empty.
  "ipAddress" text check ("ipAddress" = ''),
  "userAgent" text check ("userAgent" = '')
);
create index auth_session_user on auth_session ("userId");

create table auth_account (
  id uuid primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null references auth_user on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  -- scrypt, salted
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null,
  unique ("providerId", "accountId")
);
create index auth_account_user on auth_account ("userId");

create table auth_verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index auth_verification_identifier on auth_verification (identifier);

create table auth_passkey (
  id uuid primary key,
  name text,
  "publicKey" text not null,
  "userId" uuid not null references auth_user on delete cascade,
  "credentialID" text not null unique,
  counter integer not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  transports text,
  "createdAt" timestamptz,
  aaguid text
);
create index auth_passkey_user on auth_passkey ("userId");

create table auth_two_factor (
  id uuid primary key,
  -- Encrypted with a key that is not in the database.
  secret text not null,
  "backupCodes" text not null,
  "userId" uuid not null references auth_user on delete cascade,
  verified boolean default true,
  "failedVerificationCount" integer default 0,
  "lockedUntil" timestamptz
);
create index auth_two_factor_secret on auth_two_factor (secret);
create index auth_two_factor_user on auth_two_factor ("userId");

-- Who was asked to join, by whom, as what. The token itself is in the invitation alone.
create table auth_invitation (
  id uuid primary key,
  token_hash text not null unique,
  email text not null check (email = lower(email)),
  role text not null,
  organisation uuid not null references auth_organisation,
  invited_by uuid references auth_user on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz
);
create index auth_invitation_organisation on auth_invitation (organisation);

-- Wrong passwords in a row, by a keyed hash of the e-mail address tried, whether or not it has an account.
create table auth_attempt (
  subject_hash text primary key,
  failures integer not null,
  blocked_until timestamptz not null
);
