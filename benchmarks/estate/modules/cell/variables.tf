variable "name" {
  type = string
}

variable "healthy" {
  type = bool
}

variable "port" {
  type = number
}

variable "role" {
  type = string
}

variable "zone_id" {
  type = string
}

variable "host" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "cluster_arn" {
  type = string
}

variable "topic_arn" {
  type = string
}

variable "kms_key_arn" {
  type = string
}

variable "password" {
  type      = string
  sensitive = true
}

variable "replicate_from" {
  type = string
}

variable "deployment_version" {
  type = string
}

variable "tags" {
  type = map(string)
}
