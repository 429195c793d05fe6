"""What a page may load: nothing but our own. Django 5.2 has no Content-Security-Policy of its own."""

POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",  # the admin's icons
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
FRAMED_POLICY = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")


def content_security_policy(get_response):
    """Add the policy, unless the view gave its answer one of its own; an embed may be framed, and no more."""

    def middleware(request):
        response = get_response(request)
        policy = FRAMED_POLICY if getattr(response, "may_be_framed", False) else POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware
