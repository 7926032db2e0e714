"""What every HTTP door needs: identity, problems, paging, idempotent replay, endpoints."""
