variable "recovery_region" {
  type    = string
  default = "eu-central-1"
}

variable "account_id" {
  type    = string
  default = "111122223333"
}

# One service that keeps the policies and one that breaks as many as it can; generate.py multiplies them.
variable "services" {
  type = map(object({ healthy = bool, port = number }))
  default = {
    "svc-00001" = { healthy = true, port = 8080 }
    "svc-00002" = { healthy = false, port = 8080 }
  }
}

variable "db_password" {
  type      = string
  sensitive = true
  default   = "not-a-password"
}
