"""Whatever a store or boto complains of, in words that say what to do."""

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 -- botocore's own
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
)

KEYS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run: aws configure"
RIGHTS = "s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it"
DENIED = f"this key may not do that here; it needs {RIGHTS}"
UNKNOWN_KEY = f"the store does not know this access key; {KEYS}"
EXPIRED = "these credentials have expired; sign in anew (aws sso login), or get new ones"
REGION = "the bucket is in another region; set AWS_REGION to it"
WORDS = {
    "NoSuchBucket": "there is no such bucket; create it first, or correct its name",
    "InvalidBucketName": "that is no bucket's name",
    "AccessDenied": DENIED,
    "AllAccessDisabled": DENIED,
    "403": DENIED,
    "InvalidAccessKeyId": UNKNOWN_KEY,
    "InvalidToken": UNKNOWN_KEY,
    "SignatureDoesNotMatch": "the secret key does not belong to the access key; correct AWS_SECRET_ACCESS_KEY",
    "ExpiredToken": EXPIRED,
    "ExpiredTokenException": EXPIRED,
    "RequestTimeTooSkewed": "this machine's clock differs from the store's by more than 15 minutes; set it right",
    "PermanentRedirect": REGION,
    "AuthorizationHeaderMalformed": REGION,
    "SlowDown": "the store is busy; run this again in a while",
    "ServiceUnavailable": "the store is busy; run this again in a while",
}

CAUSES: tuple[tuple[type[BotoCoreError], str], ...] = (
    (NoCredentialsError, f"there are no credentials for the store; {KEYS}"),
    (PartialCredentialsError, f"the credentials for the store are not complete ({{0}}); {KEYS}"),
    (ProfileNotFound, "{0}; correct AWS_PROFILE, or run: aws configure"),
    (
        EndpointConnectionError,
        "nothing answers at {endpoint_url}; correct --endpoint-url, or look at your network",
    ),
    (ConnectionError, "the store cannot be reached: {0}; run this again to go on"),
    (HTTPClientError, "the store cannot be reached: {0}; run this again to go on"),
)
"""What boto complains of before or without an answer."""


class NotPublishedError(Exception):
    """A publish that cannot be; the message says why, and what to do."""


def code_of(error: ClientError) -> str:
    """Return the store's word for what is wrong."""
    return str(error.response.get("Error", {}).get("Code", ""))


def words(error: BotoCoreError | ClientError) -> str:
    """Say what is wrong in one line."""
    if isinstance(error, ClientError):
        code, message = code_of(error), error.response.get("Error", {}).get("Message", "")
        return WORDS.get(code) or f"the store refused: {code}{f': {message}' if message else ''}"
    return next((said.format(error, **error.kwargs) for kind, said in CAUSES if isinstance(error, kind)), str(error))
