"""Long proofs that the platform's rows end up as Stripe's objects are, whatever happens."""
