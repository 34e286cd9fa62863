terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

# Used offline only; the estate is never applied.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true

  default_tags {
    tags = {
      Environment = "production"
      Owner       = "platform"
      CostCenter  = "cc-1042"
    }
  }
}

provider "aws" {
  alias                       = "frankfurt"
  region                      = var.recovery_region
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true

  default_tags {
    tags = {
      Environment = "production"
      Owner       = "platform"
      CostCenter  = "cc-1042"
    }
  }
}
